import { LegacyPage } from '@/components/legacy-page'

export default function Page() {
  return <LegacyPage heading="legacy server" />
}

export const getServerSideProps = () => ({ props: {} })
