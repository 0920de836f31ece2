/** Keywords that drafts had, or that people take for one, with what to write now; undefined where nothing took their place. */
export const RENAMED_KEYWORDS: ReadonlyMap<string, string | undefined> = new Map([
  ["'unsafe-hashed-attributes'", "'unsafe-hashes'"],
  ["'unsafe-dynamic'", "'strict-dynamic'"],
  ["'wasm-eval'", "'wasm-unsafe-eval'"],
  ["'unsafe-wasm-eval'", "'wasm-unsafe-eval'"],
  ["'inline'", "'unsafe-inline'"],
  ["'eval'", "'unsafe-eval'"],
  ["'unsafe-redirect'", undefined],
  // In the grammar of CSP3 still, and in no step of it.
  ["'unsafe-allow-redirects'", undefined],
])
