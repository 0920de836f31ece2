import { NONCE, strictCsp, withSallyport } from '@sallyport/next/config'

export default withSallyport(
  { env: { OWN: 'kept' }, generateBuildId: () => 'one' },
  {
    csrf: { trustedOrigins: ['https://partner.example'] },
    csp: strictCsp({ mode: 'nonce', directives: { 'connect-src': ["'self'"] } }),
    routes: [
      { path: '/open', csp: false },
      { path: '/isr', csp: [{ directives: { 'script-src': [NONCE, "'strict-dynamic'"] } }] },
    ],
  },
)
