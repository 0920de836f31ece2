import { strictCsp } from '@sallyport/next'

const csp = (styles) =>
  strictCsp({
    mode: 'nonce',
    styles,
    directives: {
      'default-src': ["'self'"],
      'connect-src': ["'self'", `http://localhost:${process.env.NEXT_PUBLIC_OTHER_PORT}`],
      // next/image sets a style attribute.
      'style-src-attr': ["'unsafe-inline'"],
    },
  })

/**
 * One policy, for next.config and the proxy.
 *
 * @type {import('@sallyport/next').Config}
 */
export const policy = {
  csp: csp('nonce'),
  routes: [
    // styled-components writes <style> elements, in the browser too.
    { path: '/recipes/styled', csp: csp('unsafe-inline') },
    { path: '/live-recipes/styled', csp: csp('unsafe-inline') },
  ],
}
