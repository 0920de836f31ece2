import { showValue } from '../../finding.ts'
import { type Place, report } from '../../validate.ts'
import { DIRECTIVES, type DirectiveRow } from '../directives.ts'
import { HASH_DIRECTIVES, KEYWORD_DIRECTIVES, NONCE } from '../keywords.ts'
import { isSourceProblem, parseSource } from '../source.ts'
import { parseSourceExpression } from '../source-expression.ts'
import type { SentWord } from './sent.ts'

/** What becomes of one word: the source to write, or nothing. */
interface Translation {
  readonly source?: string
  /** Left out, but while it was there, browsers ignored `'unsafe-inline'` beside it (CSP3 §6.7.3.2). */
  readonly silences?: boolean
}

/**
 * A list that admits what a browser lets the words admit: keywords in lower case, the nonce slot for nonces, and nothing of what has no
 * effect. Never empty.
 */
export function translateSources(row: DirectiveRow, words: readonly SentWord[], place: Place): readonly string[] {
  const kept = new Set<string>()
  let isSilenced = false
  for (const word of words) {
    const { source, silences = false } = translateSource(row, word, words.length)
    if (source !== undefined) kept.add(source)
    isSilenced ||= silences
  }
  // Without what stood beside it, it would come to life.
  if (isSilenced && kept.delete("'unsafe-inline'")) {
    const message = `Browsers ignored 'unsafe-inline' in ${row.name} because of a value beside it that is left out now. It is left out with it.`
    report(place, 'unsafe-inline-disabled', "'unsafe-inline'", message, {
      severity: 'warning',
      fix: 'Admit the inline content by NONCE or by its hash.',
      see: 'https://w3c.github.io/webappsec-csp/#allow-all-inline',
    })
  }
  return kept.size > 0 ? [...kept] : ["'none'"]
}

function translateSource(row: DirectiveRow, word: SentWord, count: number): Translation {
  const { text, place } = word
  const expression = parseSourceExpression(text)
  switch (expression.kind) {
    case 'none':
      // §6.7.2.3 step 1: it counts only when it is the whole list.
      if (count > 1) reportNone(row, place)
      return {}
    case 'keyword': {
      const { keyword } = expression
      const homes = keyword === NONCE ? undefined : KEYWORD_DIRECTIVES.get(keyword)
      if (homes === undefined) return leaveOut(row, text, place)
      if (homes === 'any' || homes.includes(row.name)) return { source: keyword }
      if (keyword === "'strict-dynamic'" && row.name === 'worker-src') reportDynamicWorkers(row, text, place)
      else reportMisplaced(row, text, place)
      // §6.7.3.2 step 2.2, for the one directive that decides about scripts and yet has no use for it.
      return { silences: keyword === "'strict-dynamic'" && row.name === 'script-src-attr' }
    }
    case 'nonce':
      if (!isHome(KEYWORD_DIRECTIVES.get(NONCE), row)) {
        reportMisplaced(row, text, place)
        return { silences: true }
      }
      if (word.isDrawn !== true) reportFixedNonce(text, place)
      return { source: NONCE }
    case 'hash': {
      if (!isHome(HASH_DIRECTIVES, row)) {
        reportMisplaced(row, text, place)
        return { silences: true }
      }
      const source = `'${expression.algorithm}-${expression.value}'`
      return isSourceProblem(parseSource(source)) ? { ...leaveOut(row, source, place), silences: true } : { source }
    }
    case 'scheme':
      return { source: text }
    case 'host':
      return translateHost(row, text, place)
    case 'invalid':
      return translateQuery(row, text, place)
  }
}

function isHome(homes: 'any' | readonly string[] | undefined, { name }: DirectiveRow): boolean {
  return homes === 'any' || homes?.includes(name) === true
}

// Beside undefined and null, which are no sources at all.
const UNSET_TEXTS = ['nan', 'false', 'true']
const SCHEME_NAMES = ['https', 'http', 'wss', 'ws', 'data', 'blob']

function translateHost(row: DirectiveRow, text: string, place: Place): Translation {
  if (isSourceProblem(parseSource(text)) || DIRECTIVES.has(text)) return leaveOut(row, text, place)
  const host = text.slice(text.indexOf('://') === -1 ? 0 : text.indexOf('://') + 3)
  if (UNSET_TEXTS.includes(host.toLowerCase())) {
    const message = `${showValue(text)} in ${row.name} is a host of that name.`
    report(place, 'unset-value', text, message, { severity: 'warning', fix: 'Is an environment variable unset?' })
  } else if (SCHEME_NAMES.includes(text)) {
    const message = `${showValue(text)} in ${row.name} is a host of that name, not the scheme.`
    report(place, 'invalid-source', text, message, { severity: 'warning', fix: `Write ${showValue(`${text}:`)}.` })
  }
  return { source: text }
}

/** Browsers ignore a query and a fragment, though the grammar has neither. */
function translateQuery(row: DirectiveRow, text: string, place: Place): Translation {
  const cut = [...text].findIndex((character) => character === '?' || character === '#')
  const shorter = cut === -1 ? text : text.slice(0, cut)
  if (shorter === text || parseSourceExpression(shorter).kind !== 'host' || isSourceProblem(parseSource(shorter))) {
    return leaveOut(row, text, place)
  }
  const message = `${showValue(text.slice(cut))} in ${showValue(text)} never had an effect: browsers compare no query and no fragment.`
  report(place, 'dead-value', text, message, { severity: 'warning', fix: `Write ${showValue(shorter)}.` })
  return { source: shorter }
}

function leaveOut(row: DirectiveRow, text: string, place: Place): Translation {
  const parsed = parseSource(text)
  const { see } = row
  if (isSourceProblem(parsed)) {
    const { code, message, fix } = parsed
    report(place, code, text, `${message} It is left out.`, { severity: 'warning', fix, see })
  } else {
    const message = DIRECTIVES.has(text) ? 'is the name of a directive' : 'is no source expression of CSP'
    const fix = DIRECTIVES.has(text) ? 'Make it a directive of its own.' : 'Remove it.'
    report(place, 'invalid-source', text, `${showValue(text)} ${message}. It is left out.`, {
      severity: 'warning',
      fix,
      see,
    })
  }
  return {}
}

function reportNone({ name, see }: DirectiveRow, place: Place): void {
  const message = `'none' in ${name} stands beside other values, so browsers ignore it. It is left out.`
  report(place, 'none-with-others', "'none'", message, {
    severity: 'warning',
    fix: "Remove 'none', or everything else.",
    see,
  })
}

function reportMisplaced({ name, see }: DirectiveRow, text: string, place: Place): void {
  const message = `${showValue(text)} means nothing in ${name}. It is left out.`
  report(place, 'misplaced-value', text, message, { severity: 'warning', fix: 'Remove it.', see })
}

/** The standard makes nothing of it, the engines do. */
function reportDynamicWorkers({ name, see }: DirectiveRow, text: string, place: Place): void {
  const message = `${text} in ${name} lets a page start every worker in today's browsers, though not by the standard. It is left out.`
  report(place, 'behaviour-differs', text, message, { severity: 'warning', fix: 'List where workers come from.', see })
}

function reportFixedNonce(text: string, place: Place): void {
  const message = `${showValue(text)} is the same in every response, so anyone can read and reuse it. Each response has its own from now on.`
  report(place, 'fixed-nonce', text, message, {
    severity: 'warning',
    fix: 'Put the nonce of the response into the pages, or admit what never changes by its hash.',
    see: 'https://w3c.github.io/webappsec-csp/#security-nonces',
  })
}
