import type { Violation } from '@sallyport/core/report'

export const CHROMIUM =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'
export const WEBKIT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'

/** A report of https://shop.example/cart, an image of https://evil.test blocked by `img-src 'self'`, unless it is told otherwise. */
export function violation(more: Partial<Violation> = {}): Violation {
  return {
    documentUrl: 'https://shop.example/cart',
    referrer: '',
    blockedUrl: 'https://evil.test/a.png',
    effectiveDirective: 'img-src',
    originalPolicy: "img-src 'self'",
    disposition: 'enforce',
    statusCode: 200,
    sample: '',
    sourceFile: '',
    lineNumber: 0,
    columnNumber: 0,
    ...more,
  }
}
