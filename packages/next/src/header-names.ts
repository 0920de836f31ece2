// In a file of their own: passed-headers.ts takes fifty files of Next.js with it, which the cache handler has no use for.

/** The request headers that carry what the proxy tells the renderer. `x-nonce` is Next.js's own convention; Next.js itself reads the nonce from the policy. */
export const NONCE_HEADER = 'x-nonce'
export const NONCE_STATE_HEADER = 'x-sallyport-nonce'
export const CORS_DECIDED_HEADER = 'x-sallyport-cors'
export const PAGE_HEADER = 'x-sallyport-page'

export const POLICY = 'content-security-policy'
export const REPORT_ONLY = 'content-security-policy-report-only'
