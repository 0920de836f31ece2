import { strictCsp, withSallyport } from '@sallyport/next/config'

export default withSallyport(
  { cacheComponents: true, partialPrefetching: true },
  { csp: strictCsp({ mode: 'nonce', styles: 'nonce', directives: { 'img-src': ["'self'"] } }) },
)
