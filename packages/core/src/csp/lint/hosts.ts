import type { HostExpression } from '../source-expression.ts'
import type { LintDirective, LintWord } from './lint-policy.ts'

export interface HostWord extends LintWord {
  readonly expression: HostExpression
}

export function hostWords(directive: LintDirective): readonly HostWord[] {
  return directive.words.filter(isHostWord)
}

function isHostWord(word: LintWord): word is HostWord {
  return word.expression.kind === 'host'
}

/** DNS has no longer names (RFC 1035 §2.3.4), so of longer ones no work is made. */
const LONGEST_NAME = 253

/** The domains above this one, nearest first: `b.test` and `test` of `a.b.test`. */
export function domainsAbove(host: string): readonly string[] {
  if (host.length > LONGEST_NAME) return []
  const above: string[] = []
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) above.push(host.slice(dot + 1))
  return above
}

/** Whether a URL with this host has an IPv4 address: by the URL standard, when its last label is a number. */
export function isAddress(host: string): boolean {
  const name = host.endsWith('.') ? host.slice(0, -1) : host
  const label = name.slice(name.lastIndexOf('.') + 1)
  if (label.startsWith('0x')) return [...label.slice(2)].every((digit) => '0123456789abcdef'.includes(digit))
  return label !== '' && [...label].every((digit) => '0123456789'.includes(digit))
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || (isAddress(host) && host.startsWith('127.'))
}

/** The same source with another scheme and host. */
export function respell(
  { port, path, ...own }: HostExpression,
  { scheme, host }: { readonly scheme?: string | undefined; readonly host?: string },
): string {
  const prefix = scheme ?? own.scheme
  return `${prefix === undefined ? '' : `${prefix}://`}${host ?? own.host}${port === undefined ? '' : `:${port}`}${path ?? ''}`
}
