import { at, type Place, report } from '../../validate.ts'
import { type SentDirective, splitText } from './sent.ts'

interface Row {
  readonly name: string
  readonly value: string
  /** What helmet lets through when the directive is left out. */
  readonly lets?: string
  readonly fix?: string
}

/** What `helmet` 8 sends for directives that are left out, unless `useDefaults` is off. */
const ROWS: readonly Row[] = [
  { name: 'default-src', value: "'self'" },
  { name: 'base-uri', value: "'self'" },
  {
    name: 'font-src',
    value: "'self' https: data:",
    lets: 'fonts from every https host',
    fix: "Write 'font-src': [\"'self'\"], and the hosts you need.",
  },
  { name: 'form-action', value: "'self'" },
  { name: 'frame-ancestors', value: "'self'" },
  { name: 'img-src', value: "'self' data:" },
  { name: 'object-src', value: "'none'" },
  { name: 'script-src', value: "'self'" },
  { name: 'script-src-attr', value: "'none'" },
  {
    name: 'style-src',
    value: "'self' https: 'unsafe-inline'",
    lets: 'inline styles, and stylesheets from every https host',
    fix: "Write 'style-src': [\"'self'\", NONCE].",
  },
  { name: 'upgrade-insecure-requests', value: '' },
]

const RULES = { library: 'helmet', separators: 'refuses it' }

export function readHelmetDefaults(place: Place): ReadonlyMap<string, SentDirective> {
  return new Map(
    ROWS.map(({ name, value }) => {
      const here = at(place, name)
      return [name, { name, words: splitText(value, RULES, here) ?? [], place: here }]
    }),
  )
}

/** Says what those defaults do that are in the policy because nobody asked for anything else. */
export function reportHelmetDefaults(sent: ReadonlyMap<string, SentDirective>, given: ReadonlySet<string>): void {
  for (const { name, lets, fix = '' } of ROWS) {
    const directive = sent.get(name)
    if (directive === undefined || given.has(name)) continue
    if (lets !== undefined) {
      const message = `Without ${name}, helmet lets through ${lets}.`
      report(directive.place, 'default-lets-through', undefined, message, { severity: 'warning', fix })
    }
    if (name === 'upgrade-insecure-requests') {
      const message = `helmet adds ${name}: on a site served over plain http, browsers then look for every resource at https, in vain.`
      report(directive.place, 'unasked-directive', undefined, message, {
        severity: 'info',
        fix: `Keep it only where the site is served over https.`,
      })
    }
    if (name === 'script-src-attr' && admitsInlineScripts(sent)) {
      const message = `helmet adds ${name} 'none': event handler attributes stay blocked, although 'unsafe-inline' admits inline scripts.`
      report(directive.place, 'unasked-directive', undefined, message, {
        severity: 'info',
        fix: `If the pages have such attributes, write '${name}': ["'unsafe-inline'"].`,
      })
    }
  }
}

function admitsInlineScripts(sent: ReadonlyMap<string, SentDirective>): boolean {
  const scripts = sent.get('script-src') ?? sent.get('default-src')
  return scripts?.words.some(({ text }) => text.toLowerCase() === "'unsafe-inline'") === true
}
