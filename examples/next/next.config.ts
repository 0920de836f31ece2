import { strictCsp, withSallyport } from '@sallyport/next/config'

export default withSallyport(
  {
    poweredByHeader: false, // Here goes your own configuration of Next.js.
  },
  {
    // Pages rendered per request get a nonce, all others hashes of their own scripts.
    csp: strictCsp({ mode: 'nonce' }),
    // Other sites cannot change anything in a visitor's name; this one may.
    csrf: { trustedOrigins: ['https://app.example.com'] },
    // Every subdomain may read the status, without cookies. The orders have a policy of their own, in their route.ts.
    routes: [{ path: '/api/status', cors: { origins: ['https://*.example.com'] } }],
  },
)
