import { sallyport, strictCsp } from '@sallyport/next'

export const proxy = sallyport({
  // Pages rendered per request get a nonce, and Next.js puts it on its own scripts.
  csp: strictCsp({ mode: 'nonce' }),
  // Other sites cannot change anything in a visitor's name; this one may.
  csrf: { trustedOrigins: ['https://app.example.com'] },
  // Every subdomain may read the status, without cookies. The orders have a policy of their own, in their route.ts.
  routes: [{ path: '/api/status', cors: { origins: ['https://*.example.com'] } }],
})
