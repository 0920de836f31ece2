import { showValue } from '../../finding.ts'
import { lowerAscii } from '../parse.ts'
import { DIGESTS } from '../source.ts'
import type { LintContext } from './context.ts'
import { keepingMeaning, removeWord, replaceSpan } from './edit.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import { type LintDirective, type LintWord, takesSources } from './lint-policy.ts'

const SEE = 'https://w3c.github.io/webappsec-csp/#match-element-to-source-list'
const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Hashes that match nothing, or less than they seem to. */
export function checkHashes({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) =>
    [...heeded.values()]
      .filter(takesSources)
      .flatMap((directive) => directive.words.flatMap((word) => checkHash(directive, word) ?? [])),
  )
}

function checkHash(directive: LintDirective, word: LintWord): LintFinding | undefined {
  const { text } = word.token
  const dash = text.indexOf('-')
  const algorithm = lowerAscii(text.slice(1, Math.max(dash, 1)))
  const digest = DIGESTS.get(algorithm)
  if (!text.startsWith("'") || !text.endsWith("'") || digest === undefined) return undefined
  const value = text.slice(dash + 1, -1)
  // Browsers fold base64url for inline content (§6.7.3.3), and compare it literally with integrity (§6.7.2.4).
  const folded = value.replaceAll('-', '+').replaceAll('_', '/')
  const rewritten = `'${algorithm}-${folded}${digest.padding}'`
  if (isDigest(folded, digest)) {
    if (folded === value) return undefined
    const inBase64 = `'${algorithm}-${folded}'`
    return aboutWord(
      directive,
      word,
      'base64url-hash',
      `${showValue(text)} is in base64url, which matches inline content but no integrity attribute.`,
      { severity: 'info', fix: `Write ${inBase64}.`, see: SEE, edit: replaceSpan(word.token, inBase64) },
    )
  }
  const unpadded = digest.padding !== '' && isDigest(folded + digest.padding, digest)
  const length = digest.digits + digest.padding.length
  const message = unpadded
    ? `${showValue(text)} lacks the ${digest.padding} at its end, so by CSP it matches nothing.`
    : `${showValue(text)} is no digest of ${algorithm}, whose base64 has ${length} characters, so it matches nothing.`
  // It matches nothing, but switches 'unsafe-inline' off: taken out, it would let everything in.
  const guards = directive.list.unsafeInline !== undefined && word.expression.kind === 'hash'
  let edit = guards ? undefined : keepingMeaning(removeWord(directive, word.index))
  if (unpadded) edit = replaceSpan(word.token, rewritten)
  return aboutWord(directive, word, 'invalid-hash', message, {
    severity: 'error',
    fix: unpadded ? `Write ${rewritten}.` : 'Make it with hashSource(text), or copy it from the browser console.',
    see: SEE,
    edit,
  })
}

function isDigest(
  base64: string,
  { digits, padding, spareBits }: { digits: number; padding: string; spareBits: number },
): boolean {
  if (base64.length !== digits + padding.length || !base64.endsWith(padding)) return false
  for (let index = 0; index < digits; index++) if (!BASE64_DIGITS.includes(base64.charAt(index))) return false
  return BASE64_DIGITS.indexOf(base64.charAt(digits - 1)) % 2 ** spareBits === 0
}
