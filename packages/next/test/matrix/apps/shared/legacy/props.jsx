import { LegacyPage } from '@/components/legacy-page'

export default function Page() {
  return <LegacyPage heading="legacy props" />
}

export const getStaticProps = () => ({ props: {}, revalidate: 3600 })
