import { cspNonce } from '@sallyport/next'

export const dynamic = 'force-static'

export default async function Page() {
  return <pre>{await cspNonce().catch((error: Error) => error.message)}</pre>
}
