import { strictCsp } from '@sallyport/next/config'

export const policy = {
  csp: strictCsp({ mode: 'nonce', styles: 'nonce', directives: { 'img-src': ["'self'"] } }),
  routes: [
    { path: '/plain', csp: "script-src 'self' 'unsafe-inline'" },
    { path: '/none', csp: false },
  ],
} as const
