import type { Browser, Group, Noise, Standing } from '../../group.ts'
import type { Facet, RangeName } from '../page-query.ts'
import { shown } from './dom.ts'

export const STANDING_WORDS: Readonly<Record<Standing, { readonly name: string; readonly meaning: string }>> = {
  consistent: {
    name: 'Consistent',
    meaning: 'The policy was served and blocks this. Anybody can post such reports: vouched clients count.',
  },
  'unknown-policy': {
    name: 'Unknown policy',
    meaning: 'No such policy was served: an extension or a proxy changed it, or the report is made up.',
  },
  inconsistent: {
    name: 'Inconsistent',
    meaning: 'The policy was served, and it does not block this: altered on the way, or made up.',
  },
  foreign: { name: 'Foreign', meaning: 'About pages that are not yours: saved copies, translators, or made up.' },
}

export const RANGE_WORDS: Readonly<Record<RangeName, { readonly short: string; readonly long: string }>> = {
  '24h': { short: '24 h', long: 'the last 24 hours' },
  '7d': { short: '7 days', long: 'the last 7 days' },
  '30d': { short: '30 days', long: 'the last 30 days' },
}

const BROWSER_WORDS: Readonly<Record<Browser, string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
  other: 'Another browser',
}

export const DISPOSITION_WORDS: Readonly<Record<Group['disposition'], string>> = {
  enforce: 'Enforced',
  report: 'Report-only',
}

export const FACET_WORDS: Readonly<Record<Facet, string>> = {
  site: 'Site',
  directive: 'Directive',
  blocked: 'Blocked',
  page: 'Page',
  browser: 'Browser',
  disposition: 'Disposition',
}

export function browserWords(browser: Browser): string {
  return BROWSER_WORDS[browser]
}

const KEYWORDS: Readonly<Record<string, string>> = {
  '': 'not told by the browser',
  inline: 'inline code',
  eval: 'eval()',
  'wasm-eval': 'WebAssembly compilation',
  'trusted-types-sink': 'a text where a trusted type is needed',
  'trusted-types-policy': 'the making of a trusted types policy',
}

/** What was blocked: words for keywords, else as it was reported. */
export function blockedWords(blocked: string): string {
  return Object.hasOwn(KEYWORDS, blocked) ? (KEYWORDS[blocked] ?? '') : shown(blocked)
}

export function facetWords(facet: Facet, value: string): string {
  if (facet === 'blocked') return blockedWords(value)
  if (facet === 'browser' || facet === 'disposition') return lookUp({ ...BROWSER_WORDS, ...DISPOSITION_WORDS }, value)
  return value === '' ? 'not told' : shown(value)
}

function lookUp(words: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(words, value) ? (words[value] ?? '') : shown(value)
}

export function noiseWords({ rule, confidence }: Noise): string {
  const certainty = confidence === 'sure' ? 'certainly' : 'probably'
  return `The rule “${shown(rule)}” says that this is ${certainty} nobody’s fault here, such as an extension’s doing. It is counted all the same.`
}

/** At most 64 clients a day are told apart. */
export function reachWords(clients: number): string {
  return clients >= 64 ? '64+' : String(clients)
}
