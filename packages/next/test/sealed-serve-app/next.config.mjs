import { strictCsp, withSallyport } from '@sallyport/next/config'

export default withSallyport(
  { rewrites: async () => [{ source: '/by-config', destination: '/isr' }] },
  {
    csp: strictCsp({ mode: 'nonce', styles: 'nonce', directives: { 'img-src': ["'self'"] } }),
    routes: [
      { path: '/plain', csp: "script-src 'self' 'unsafe-inline'" },
      { path: '/none', csp: false },
    ],
  },
)
