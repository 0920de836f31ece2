import { cspNonce } from '@sallyport/next'

export default async function Page() {
  return <p data-drawn={await cspNonce()}>dynamic</p>
}
