import { cspNonce, nonceProps } from '@sallyport/next'

export default async function Page() {
  return <script {...nonceProps(await cspNonce())}>{`document.title = 'ran'`}</script>
}
