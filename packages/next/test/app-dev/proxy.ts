import { sallyport, strictCsp } from '@sallyport/next'

export const proxy = sallyport({
  csrf: true,
  csp: strictCsp({
    mode: 'nonce',
    styles: 'nonce',
    directives: { 'default-src': ["'self'"], 'upgrade-insecure-requests': true },
  }),
})
