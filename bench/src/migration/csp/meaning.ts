/** The `Content-Security-Policy` header of a response, or its report-only twin. */
export interface SentPolicy {
  readonly header: string
  readonly reportOnly: boolean
}

const DIGEST = `${'A'.repeat(43)}=`
const INLINE = [
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
]
const NONCED = ['default-src', 'script-src', 'script-src-elem', 'style-src', 'style-src-elem']
const DYNAMIC = ['default-src', 'script-src', 'script-src-elem']

interface Word {
  /** What a browser takes it for; absent: for nothing at all. */
  readonly means?: string
  /** The directives that heed it; absent: all. */
  readonly only?: readonly string[]
  /** Being there makes `'unsafe-inline'` void in these, heeded or not (CSP3 §6.7.3.2). */
  readonly voids?: readonly string[]
}

/** Words as people write them, right and wrong, and what browsers make of them by CSP3 §2.3.1 and §6.7. */
export const WORDS: Readonly<Record<string, Word>> = {
  "'self'": { means: "'self'" },
  "'SELF'": { means: "'self'" },
  'https:': { means: 'https:' },
  'data:': { means: 'data:' },
  'blob:': { means: 'blob:' },
  '*': { means: '*' },
  'https://a.test': { means: 'https://a.test' },
  '*.b.test:8443/js/': { means: '*.b.test:8443/js/' },
  localhost: { means: 'localhost' },
  'https://c.test/x': { means: 'https://c.test/x' },
  // The grammar has no query, but every browser cuts it off rather than pass over the word.
  'https://c.test/x?y=1': { means: 'https://c.test/x' },
  "'unsafe-inline'": { means: "'unsafe-inline'", only: INLINE },
  "'Unsafe-Inline'": { means: "'unsafe-inline'", only: INLINE },
  "'unsafe-eval'": { means: "'unsafe-eval'", only: ['default-src', 'script-src'] },
  "'strict-dynamic'": { means: "'strict-dynamic'", only: DYNAMIC, voids: ['script-src-attr'] },
  "'report-sample'": { means: "'report-sample'", only: INLINE },
  "'trusted-types-eval'": { means: "'trusted-types-eval'", only: ['default-src', 'script-src'] },
  "'unsafe-hashes'": { means: "'unsafe-hashes'", only: INLINE.filter((name) => name !== 'style-src-elem') },
  [`'sha256-${DIGEST}'`]: { means: `'sha256-${DIGEST}'`, only: INLINE, voids: INLINE },
  [`'SHA256-${DIGEST}'`]: { means: `'sha256-${DIGEST}'`, only: INLINE, voids: INLINE },
  "'sha256-cut'": { voids: INLINE },
  "'nonce-fixed'": { means: "'nonce'", only: NONCED, voids: INLINE },
  "'nonce-!'": {},
  "'none'": {},
  SELF: {},
  false: {},
  'trusted-types-eval': {},
  "'unknown'": {},
  '//a.test': {},
  '/path': {},
  'https://[::1]': {},
  'a_b.test': {},
}

const SANDBOX = ['allow-scripts', 'allow-forms', 'allow-same-origin', 'allow-popups']
const FLAGS = ['upgrade-insecure-requests', 'block-all-mixed-content']
const UNKNOWN = ['img-srcs', 'plugin-types', 'navigate-to', 'referrer']

/** What a browser makes of it: by directive, the values it heeds. */
export function readMeaning({ header, reportOnly }: SentPolicy): Readonly<Record<string, readonly string[]>> {
  const meaning: Record<string, readonly string[]> = {}
  for (const directive of header.split(';')) {
    const [name, ...words] = directive.split(' ').filter((word) => word !== '')
    if (name === undefined || UNKNOWN.includes(name)) continue
    if (reportOnly && (name === 'sandbox' || name === 'upgrade-insecure-requests')) continue
    const values = readValues(name, words)
    if (values) meaning[name] = [...new Set(values)].sort()
  }
  return meaning
}

function readValues(name: string, words: readonly string[]): readonly string[] | undefined {
  if (FLAGS.includes(name)) return []
  switch (name) {
    case 'sandbox':
      return words.map((word) => word.toLowerCase()).filter((word) => SANDBOX.includes(word))
    case 'report-uri':
      return words.length > 0 ? words : undefined
    case 'report-to':
      return words.length > 0 ? words.slice(0, 1) : undefined
    case 'require-trusted-types-for':
      return words.includes("'script'") ? ["'script'"] : undefined
    case 'trusted-types': {
      const named = words.filter((word) => word !== "'none'")
      return named.length > 0 ? named : ["'none'"]
    }
    default:
      return readSources(name, words)
  }
}

function readSources(name: string, words: readonly string[]): readonly string[] {
  const values: string[] = []
  let isVoid = false
  for (const text of words) {
    const word = text.startsWith("'nonce-") && text !== "'nonce-!'" ? WORDS["'nonce-fixed'"] : WORDS[text]
    if (word === undefined) throw new Error(`The table does not say what ${text} means.`)
    if (word.voids?.includes(name)) isVoid = true
    if (word.means !== undefined && word.only?.includes(name) !== false) values.push(word.means)
  }
  const live = values.filter((value) => !(isVoid && value === "'unsafe-inline'"))
  return live.length > 0 ? live : ["'none'"]
}
