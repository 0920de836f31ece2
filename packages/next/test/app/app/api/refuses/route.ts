import { cors } from '@sallyport/next'

// The proxy decides CORS for this path too, which cors() refuses to hide.
export const { GET } = cors({ origins: '*' }, { GET: () => new Response('never') })
