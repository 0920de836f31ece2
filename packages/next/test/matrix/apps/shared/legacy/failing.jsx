import { LegacyPage } from '@/components/legacy-page'

export default function Page() {
  return <LegacyPage heading="legacy failing" />
}

export const getServerSideProps = () => {
  throw new Error('thrown by getServerSideProps')
}
