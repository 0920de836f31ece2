import { strictCsp, withSallyport } from '@sallyport/next/config'

export default withSallyport(
  {},
  {
    csp: strictCsp({ mode: 'nonce', styles: 'nonce', directives: { 'img-src': ["'self'"] } }),
    routes: [
      { path: '/plain', csp: "script-src 'self' 'unsafe-inline'" },
      { path: '/none', csp: false },
    ],
  },
)
