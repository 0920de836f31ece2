import { type Finding, showValue } from '../../finding.ts'
import { report } from '../../validate.ts'
import type { DirectiveRow } from '../directives.ts'
import { lowerAscii } from '../parse.ts'
import { checkWords } from '../values.ts'
import type { SentDirective, SentWord } from './sent.ts'

export type DirectiveValue = boolean | string | readonly string[]

/** The value of a directive that is no source list; undefined when browsers make nothing of it, or after an error. */
export function translateOther(row: DirectiveRow, sent: SentDirective): DirectiveValue | undefined {
  const { words, place } = sent
  switch (row.value) {
    case 'none':
      for (const word of words) leaveOut(word, `${row.name} takes no value`)
      return true
    case 'sandbox': {
      const tokens = keepValid(row, words, lowerAscii)
      return tokens.length > 0 ? tokens : true
    }
    case 'webrtc':
      // Anything but a lone 'allow' blocks.
      return keepValid(row, words, lowerAscii).includes("'allow'") && words.length === 1 ? "'allow'" : "'block'"
    case 'trusted-types':
      return translateTrustedTypes(row, words)
    case 'require-trusted-types-for':
      return orNothing(sent, keepValid(row, words, lowerAscii))
    case 'report-to': {
      const [first, ...others] = keepValid(row, words, (text) => text)
      for (const other of others) leaveOut({ text: other, place }, `browsers take the first endpoint of ${row.name}`)
      return orNothing(sent, first)
    }
    default: {
      const urls = words.map(({ text }) => text)
      checkWords(row, urls, (index) => words[index]?.place ?? place)
      return orNothing(sent, [...new Set(urls)])
    }
  }
}

/** Trusted Types §4.2.3: of keywords the case does not count, of names it does. */
function translateTrustedTypes(row: DirectiveRow, words: readonly SentWord[]): readonly string[] {
  const named = keepValid(row, words, (text) => (text.startsWith("'") ? lowerAscii(text) : text))
  const others = named.filter((text) => text !== "'none'")
  if (words.length > 1 && others.length < named.length) {
    const none = words.find(({ text }) => lowerAscii(text) === "'none'")
    const message = `'none' in ${row.name} stands beside other values, so browsers ignore it. It is left out.`
    if (none) report(none.place, 'none-with-others', none.text, message, { severity: 'warning', fix: 'Remove it.' })
  }
  for (const { text, place } of words) {
    if (text !== 'none' && text !== 'allow-duplicates') continue
    const message = `${showValue(text)} in ${row.name} is the name of a policy, not the keyword.`
    report(place, 'invalid-source', text, message, { severity: 'warning', fix: `Write ${showValue(`'${text}'`)}.` })
  }
  return others.length > 0 ? others : ["'none'"]
}

/** Once each. */
function keepValid(
  row: DirectiveRow,
  words: readonly SentWord[],
  normalize: (text: string) => string,
): readonly string[] {
  const kept = new Set<string>()
  for (const word of words) {
    const text = normalize(word.text)
    const findings: Finding[] = []
    if (checkWords(row, [text], () => ({ path: '', findings }))) kept.add(text)
    else leaveOut(word, (findings[0]?.message ?? '').slice(0, -1), findings[0]?.fix)
  }
  return [...kept]
}

function orNothing<Value extends DirectiveValue>(sent: SentDirective, value: Value | undefined): Value | undefined {
  if (value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)) return value
  const message = `${sent.name} has no value that browsers heed. It is left out.`
  report(sent.place, 'dead-value', undefined, message, { severity: 'warning', fix: 'Give it a value, or remove it.' })
  return undefined
}

function leaveOut({ text, place }: SentWord, why: string, fix: string = 'Remove it.'): void {
  const isTold = why.includes(showValue(text))
  const message = isTold ? `${why}. It is left out.` : `${showValue(text)} is left out: ${why}.`
  report(place, 'misplaced-value', text, message, { severity: 'warning', fix })
}
