import { cspNonce } from '@sallyport/next'

export const GET = async () => {
  try {
    return Response.json({ nonce: await cspNonce() })
  } catch (error) {
    return Response.json({ error: error instanceof Error ? error.message : String(error) })
  }
}
