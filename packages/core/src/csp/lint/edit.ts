import { type Edit, showValue } from '../../finding.ts'
import type { Span, Token } from '../parse.ts'
import type { LintDirective, LintPolicy } from './lint-policy.ts'

/** The text after an edit. The text is the one that was parsed: the header's whole value. @throws {TypeError} for a finding without one. */
export function applyEdit(text: string, edit: Edit): string {
  checkEdit(text, edit)
  const { offset, length, text: inserted } = edit
  return text.slice(0, offset) + inserted + text.slice(offset + length)
}

function checkEdit(text: unknown, edit: unknown): void {
  if (typeof text !== 'string') throw new TypeError('applyEdit takes the text of the header first, and then the edit.')
  if (typeof edit !== 'object' || edit === null) {
    throw new TypeError(`applyEdit takes the edit of a finding, not ${showValue(edit)}: some findings have none.`)
  }
}

/** Says of an edit that nothing more and nothing less is allowed after it. */
export function keepingMeaning(edit: Edit | undefined): Edit | undefined {
  return edit && { ...edit, keepsMeaning: true }
}

export function replaceSpan({ offset, length }: Span, text: string): Edit {
  return { offset, length, text }
}

/** Takes a word out, and leaves `'none'` where a list would be empty. */
export function removeWord(directive: LintDirective, index: number): Edit | undefined {
  const { values } = directive.parsed
  const token = values[index]
  if (token === undefined) return undefined
  const grammar = directive.row?.value
  const needsNone = grammar === 'trusted-types' || grammar?.endsWith('source-list')
  if (values.length === 1 && needsNone) return replaceSpan(token, "'none'")
  return cut(endOf(wordBefore(directive, index)), endOf(token))
}

/** Takes the words from this one on out. */
export function removeWordsFrom(directive: LintDirective, index: number): Edit {
  return cut(endOf(wordBefore(directive, index)), endOf(directive.parsed))
}

/** Puts one word in the place of all, which keeps what the directive says. */
export function replaceWords(directive: LintDirective, text: string): Edit {
  const offset = endOf(directive.parsed.nameToken)
  return { offset, length: endOf(directive.parsed) - offset, text: ` ${text}`, keepsMeaning: true }
}

/** Takes a directive out, with the semicolon that parts it from its neighbour. */
export function removeDirective(directive: LintDirective): Edit {
  const { policy, index } = directive
  const { directives } = policy
  const next = directives[index + 1]
  if (next !== undefined) return cut(directive.parsed.offset, next.parsed.offset)
  const previous = directives[index - 1]
  return cut(previous === undefined ? directive.parsed.offset : endOf(previous.parsed), endOf(directive.parsed))
}

/** Takes a directive out, unless another of its name would come into force. */
export function removeOnlyDirective(directive: LintDirective): Edit | undefined {
  const others = directive.policy.directives.filter(({ name }) => name === directive.name)
  return others.length > 1 ? undefined : removeDirective(directive)
}

export function addWord(directive: LintDirective, text: string): Edit {
  return { offset: endOf(directive.parsed), length: 0, text: ` ${text}` }
}

export function addDirective({ directives, parsed }: LintPolicy, text: string): Edit {
  const last = directives[directives.length - 1]
  return { offset: last === undefined ? parsed.offset : endOf(last.parsed), length: 0, text: `; ${text}` }
}

export function addSemicolonBefore(directive: LintDirective, index: number): Edit {
  return { offset: endOf(wordBefore(directive, index)), length: 0, text: ';' }
}

function wordBefore({ parsed }: LintDirective, index: number): Token {
  return parsed.values[index - 1] ?? parsed.nameToken
}

function endOf({ offset, length }: Span): number {
  return offset + length
}

function cut(from: number, to: number): Edit {
  return { offset: from, length: to - from, text: '' }
}
