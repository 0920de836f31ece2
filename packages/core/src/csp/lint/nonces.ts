import { showValue } from '../../finding.ts'
import { lowerAscii } from '../parse.ts'
import type { LintContext } from './context.ts'
import { keepingMeaning, removeWord } from './edit.ts'
import { aboutWord, type LintDetails, type LintFinding } from './lint-finding.ts'
import { type LintDirective, type LintWord, takesSources } from './lint-policy.ts'

const SEE = 'https://w3c.github.io/webappsec-csp/#security-nonces'
const LEAST_BITS = 128
const GUESSABLE_LENGTH = 8

/** From the examples of standards and documentation, in lower case; whoever copied the policy copied the nonce. */
const KNOWN_NONCES = new Set([
  'ednnf03nceiofn39fn3e9h3sdfa',
  'dhcnhd3khtmepgxwdayk9bsmqxjhguvv',
  'ch4hvvbhdv7xcsvxcs3brngghdtzxua',
  '2726c7f26c',
  'rand0m',
  'null',
  'test',
  'abc123',
])
/** What stands in templates whose value was never filled in. No random text of this length holds one but by a wonder. */
const PLACEHOLDERS: readonly string[] = ['nonce', 'undefined', 'placeholder', 'random', 'changeme', 'secret', 'example']
const SEQUENCES: readonly string[] = ['0123456789', 'abcdefghijklmnopqrstuvwxyz']

/** Nonces that anyone can guess or has read before. */
export function checkNonces({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) =>
    [...heeded.values()]
      .filter(takesSources)
      .flatMap((directive) => directive.words.flatMap((word) => checkNonce(directive, word) ?? [])),
  )
}

function checkNonce(directive: LintDirective, word: LintWord): LintFinding | undefined {
  const { expression, token } = word
  const tell = (
    code: 'invalid-nonce' | 'static-nonce' | 'weak-nonce',
    what: string,
    details: LintDetails,
  ): LintFinding => aboutWord(directive, word, code, `${showValue(token.text)} ${what}.`, { see: SEE, ...details })
  if (expression.kind === 'invalid') {
    const isNonce = lowerAscii(token.text.slice(0, 7)) === "'nonce-" && token.length > 7 && token.text.endsWith("'")
    if (!isNonce) return undefined
    return tell('invalid-nonce', 'is a nonce that is empty or no base64, so it matches nothing', {
      severity: 'error',
      fix: 'Write 16 random bytes or more in base64, new ones for every response.',
      edit: keepingMeaning(removeWord(directive, word.index)),
    })
  }
  if (expression.kind !== 'nonce') return undefined
  const { value } = expression
  if (isStatic(lowerAscii(value))) {
    const fix = 'Draw a new one for every response.'
    return tell('static-nonce', 'looks like a nonce that is always the same', { severity: 'error', fix })
  }
  if (bitsOf(value) >= LEAST_BITS) return undefined
  return tell('weak-nonce', `has at most ${Math.floor(bitsOf(value))} random bits, and ${LEAST_BITS} are advised`, {
    severity: value.length < GUESSABLE_LENGTH ? 'error' : 'warning',
    fix: 'Draw 16 random bytes or more.',
  })
}

function isStatic(value: string): boolean {
  if (KNOWN_NONCES.has(value) || PLACEHOLDERS.some((word) => value.includes(word))) return true
  if (value.length < GUESSABLE_LENGTH) return false
  if (new Set(value).size <= 4) return true
  return SEQUENCES.some((sequence) => sequence.includes(value.slice(0, GUESSABLE_LENGTH)))
}

const HEXADECIMAL = new Set('0123456789abcdefABCDEF-')
const DIGITS = new Set('0123456789')

/** The most that text of this alphabet and length can hold. */
function bitsOf(value: string): number {
  const digits = [...value].filter((character) => character !== '=')
  if (digits.every((digit) => DIGITS.has(digit))) return digits.length * Math.log2(10)
  // A UUID among them: its hyphens hold nothing.
  if (digits.every((digit) => HEXADECIMAL.has(digit))) return digits.filter((digit) => digit !== '-').length * 4
  return digits.length * 6
}
