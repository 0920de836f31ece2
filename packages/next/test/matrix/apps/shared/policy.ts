import { type Config, strictCsp } from '@sallyport/next'

const other = process.env.NEXT_PUBLIC_OTHER_ORIGIN ?? ''

const strict = {
  'default-src': ["'self'"],
  'connect-src': ["'self'", other],
  // next/image sets a style attribute.
  'style-src-attr': ["'unsafe-inline'"],
} as const

/** One policy, for next.config.ts and proxy.ts. */
export const policy: Config = {
  csp: strictCsp({ mode: 'nonce', styles: 'nonce', directives: strict }),
  routes: [
    // styled-components writes <style> elements, in the browser too.
    { path: '/recipes/styled', csp: strictCsp({ mode: 'nonce', styles: 'unsafe-inline', directives: strict }) },
    { path: '/live-recipes/styled', csp: strictCsp({ mode: 'nonce', styles: 'unsafe-inline', directives: strict }) },
  ],
}
