import { sallyport, strictCsp } from '@sallyport/next'

// The edge runtime has no file system, so the pages that are rendered per request are listed.
export const middleware = sallyport(
  { cors: { origins: ['https://app.example.com'] }, csp: strictCsp({ mode: 'nonce', styles: 'nonce' }) },
  { dynamic: ['/account'] },
)
