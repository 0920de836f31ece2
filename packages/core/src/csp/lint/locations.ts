import { type Edit, showValue } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { removeWord, replaceSpan } from './edit.ts'
import { type HostWord, hostWords, isAddress, isLoopback, respell } from './hosts.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import { type LintDirective, type LintWord, takesSources } from './lint-policy.ts'

const SEE_HOST = 'https://w3c.github.io/webappsec-csp/#match-hosts'
const SEE_SCHEME = 'https://w3c.github.io/webappsec-csp/#match-schemes'
const PASSIVE = new Set(['img-src', 'media-src'])
/** What to write for a scheme that the network can read; undefined for one that browsers gave up. */
const SECURE: ReadonlyMap<string, string | undefined> = new Map([
  ['http', 'https'],
  ['ws', 'wss'],
  ['ftp', undefined],
])

/** Hosts and schemes that admit something else than they seem to. */
export function checkLocations(context: LintContext): readonly LintFinding[] {
  const upgrades = context.policies.some(({ enforced, heeded }) => enforced && heeded.has('upgrade-insecure-requests'))
  return context.policies.flatMap(({ heeded }) =>
    [...heeded.values()]
      .filter(takesSources)
      .flatMap((directive) => [
        ...directive.words.flatMap((word) => insecure(directive, word, context, upgrades) ?? []),
        ...hostWords(directive).flatMap((word) => [
          ...(address(directive, word) ?? []),
          ...(trailingDot(directive, word) ?? []),
          ...(schemeLess(directive, word, context) ?? []),
          ...(publicSuffix(directive, word, context) ?? []),
        ]),
      ]),
  )
}

function insecure(
  directive: LintDirective,
  word: LintWord,
  { plainHttp }: LintContext,
  upgrades: boolean,
): LintFinding | undefined {
  const { expression, token } = word
  if (expression.kind !== 'host' && expression.kind !== 'scheme') return undefined
  const { scheme } = expression
  if (plainHttp || scheme === undefined || !SECURE.has(scheme)) return undefined
  // Browsers hold the own machine for secure (Secure Contexts §3.1).
  if (expression.kind === 'host' && isLoopback(expression.host)) return undefined
  const secure = SECURE.get(scheme)
  const replacement: Edit | undefined =
    secure === undefined
      ? removeWord(directive, word.index)
      : replaceSpan({ offset: token.offset, length: scheme.length }, secure)
  const fix = secure === undefined ? 'Remove it.' : `Write ${secure}${token.text.slice(scheme.length)}.`
  const passive = PASSIVE.has(directive.name)
  return aboutWord(
    directive,
    word,
    'insecure-source',
    `${showValue(token.text)} in ${directive.name} admits what comes over ${scheme}, which anyone on the network can alter.`,
    { severity: passive || upgrades ? 'info' : 'warning', fix, see: SEE_SCHEME, edit: replacement },
  )
}

function address(directive: LintDirective, word: HostWord): readonly LintFinding[] | undefined {
  const { host } = word.expression
  const { text } = word.token
  if (isLoopback(host)) {
    return [
      aboutWord(directive, word, 'loopback-source', `${showValue(text)} is the visitor's own machine.`, {
        severity: 'info',
        fix: 'Leave it out in production.',
        see: SEE_HOST,
        edit: removeWord(directive, word.index),
      }),
    ]
  }
  if (!isAddress(host)) return undefined
  const message = `${showValue(text)} is an IP address: by CSP it matches nothing, though Chromium lets it.`
  return [
    aboutWord(directive, word, 'ip-source', message, { severity: 'warning', fix: 'Name a domain.', see: SEE_HOST }),
  ]
}

function trailingDot(directive: LintDirective, word: HostWord): readonly LintFinding[] | undefined {
  const { host } = word.expression
  if (!host.endsWith('.')) return undefined
  const respelled = respell(word.expression, { host: host.slice(0, -1) })
  const message = `${showValue(word.token.text)} matches only addresses that have the dot at the end of their host too.`
  return [
    aboutWord(directive, word, 'trailing-dot', message, {
      severity: 'warning',
      fix: `Write ${respelled}.`,
      see: SEE_HOST,
      edit: replaceSpan(word.token, respelled),
    }),
  ]
}

/** On a page of http, `a.test` is `http://a.test` too (CSP3 §6.7.2.8 step 4). */
function schemeLess(
  directive: LintDirective,
  word: HostWord,
  { plainHttp }: LintContext,
): readonly LintFinding[] | undefined {
  const { scheme, host } = word.expression
  if (!plainHttp || scheme !== undefined || host === '*' || isLoopback(host)) return undefined
  const respelled = respell(word.expression, { scheme: 'https' })
  const message = `${showValue(word.token.text)} has no scheme, so on a page of http it admits http as well.`
  return [
    aboutWord(directive, word, 'scheme-less-source', message, {
      severity: 'info',
      fix: `Write ${respelled}.`,
      see: SEE_SCHEME,
      edit: replaceSpan(word.token, respelled),
    }),
  ]
}

/** `*.com`: anyone can have a name below it. */
function publicSuffix(
  directive: LintDirective,
  word: HostWord,
  { options }: LintContext,
): readonly LintFinding[] | undefined {
  const { host } = word.expression
  const above = host.startsWith('*.') ? host.slice(2) : undefined
  if (above === undefined || isLoopback(host)) return undefined
  // Without the list of public suffixes: every domain of one label is one.
  if (above.slice(0, -1).includes('.') && options.isPublicSuffix?.(above) !== true) return undefined
  const message = `${showValue(word.token.text)} admits every domain below ${above}, and anyone can have one.`
  return [
    aboutWord(directive, word, 'public-suffix', message, {
      severity: 'warning',
      fix: 'Name the domain.',
      see: SEE_HOST,
    }),
  ]
}
