/**
 * The nonce slot: stands in a source list where each response's own nonce goes, `{ 'script-src': [NONCE] }`.
 * An ordinary string, so a JSON configuration can hold it: `"'nonce'"`.
 */
export const NONCE = "'nonce'"

/**
 * The quoted source expressions, and the directives in which a browser heeds them: the keyword-source grammar of
 * CSP3 §2.3.1, `'inline-speculation-rules'` of HTML, and the nonce slot. Types and run-time checks both read this table, so a new
 * keyword is a new row here and nothing else. `'none'` is not in it: it is no source expression but a whole list.
 */
export const KEYWORDS = {
  "'self'": { directives: 'any', see: 'https://w3c.github.io/webappsec-csp/#match-url-to-source-expression' },
  "'nonce'": {
    // Not the -attr directives: nonces do not reach attributes (§6.7.3.3 step 2).
    directives: ['default-src', 'script-src', 'script-src-elem', 'style-src', 'style-src-elem'],
    see: 'https://w3c.github.io/webappsec-csp/#grammardef-nonce-source',
  },
  "'unsafe-inline'": {
    directives: [
      'default-src',
      'script-src',
      'script-src-elem',
      'script-src-attr',
      'style-src',
      'style-src-elem',
      'style-src-attr',
    ],
    see: 'https://w3c.github.io/webappsec-csp/#allow-all-inline',
  },
  "'unsafe-hashes'": {
    // Among the -elem directives only script-src-elem: it decides javascript: navigations (§6.8.2).
    directives: ['default-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'style-src-attr'],
    see: 'https://w3c.github.io/webappsec-csp/#unsafe-hashes-usage',
  },
  "'strict-dynamic'": {
    directives: ['default-src', 'script-src', 'script-src-elem'],
    see: 'https://w3c.github.io/webappsec-csp/#strict-dynamic-usage',
  },
  "'unsafe-eval'": {
    // eval asks script-src and its fallback alone (§4.4.1). CSP3 gives style-src the keyword too; no browser acts on it.
    directives: ['default-src', 'script-src'],
    see: 'https://w3c.github.io/webappsec-csp/#can-compile-strings',
  },
  "'wasm-unsafe-eval'": {
    directives: ['default-src', 'script-src'],
    see: 'https://w3c.github.io/webappsec-csp/#can-compile-wasm-bytes',
  },
  "'trusted-types-eval'": {
    directives: ['default-src', 'script-src'],
    see: 'https://w3c.github.io/webappsec-csp/#can-compile-strings',
  },
  "'inline-speculation-rules'": {
    directives: ['default-src', 'script-src', 'script-src-elem'],
    see: 'https://html.spec.whatwg.org/multipage/speculative-loading.html',
  },
  "'report-sample'": {
    directives: [
      'default-src',
      'script-src',
      'script-src-elem',
      'script-src-attr',
      'style-src',
      'style-src-elem',
      'style-src-attr',
    ],
    see: 'https://w3c.github.io/webappsec-csp/#grammardef-report-sample',
  },
  "'report-sha256'": {
    directives: ['default-src', 'script-src', 'script-src-elem'],
    see: 'https://w3c.github.io/webappsec-csp/#potentially-report-hash',
  },
  "'report-sha384'": {
    directives: ['default-src', 'script-src', 'script-src-elem'],
    see: 'https://w3c.github.io/webappsec-csp/#potentially-report-hash',
  },
  "'report-sha512'": {
    directives: ['default-src', 'script-src', 'script-src-elem'],
    see: 'https://w3c.github.io/webappsec-csp/#potentially-report-hash',
  },
  "'unsafe-webtransport-hashes'": {
    directives: ['default-src', 'connect-src'],
    see: 'https://w3c.github.io/webappsec-csp/#connect-src-pre-request',
  },
} as const

export type Keyword = keyof typeof KEYWORDS

/** The directives in which a hash means something: those that allow inline content. */
export const HASH_DIRECTIVES = [
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
] as const

/** The keywords a directive heeds. */
export type KeywordIn<Name extends string> = {
  [Each in Keyword]: (typeof KEYWORDS)[Each]['directives'] extends 'any'
    ? Each
    : Name extends (typeof KEYWORDS)[Each]['directives'][number]
      ? Each
      : never
}[Keyword]

/** All keywords with their directives, for walking. */
export const KEYWORD_DIRECTIVES: ReadonlyMap<string, 'any' | readonly string[]> = new Map(
  Object.entries(KEYWORDS).map(([keyword, row]) => [keyword, row.directives]),
)
