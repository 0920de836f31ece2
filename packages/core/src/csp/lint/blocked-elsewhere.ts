import { showValue } from '../../finding.ts'
import { DIRECTIVES } from '../directives.ts'
import type { LintContext } from './context.ts'
import { keepingMeaning, removeWord } from './edit.ts'
import { domainsAbove, hostWords } from './hosts.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import {
  effectiveDirective,
  hasKeyword,
  type LintDirective,
  type LintPolicy,
  type LintWord,
  takesSources,
} from './lint-policy.ts'

/** What a list may admit at all, looked up in constant time. Where it cannot be told, it may. */
interface Reach {
  readonly directive: LintDirective
  readonly hosts: ReadonlySet<string>
  /** Of `*.a.test`, `a.test`. */
  readonly wildcards: ReadonlySet<string>
  /** Every domain above one of either. */
  readonly above: ReadonlySet<string>
  readonly schemes: ReadonlySet<string>
  readonly anyHost: boolean
  readonly self: boolean
}

/** No response has more policies about one directive; without an end, looking would take the square of their number. */
const MOST_POLICIES = 8

/** `script-src 'self' a.test` and, in another policy, `script-src 'self'`: nothing of a.test runs, for every policy is asked. */
export function checkBlockedElsewhere({ policies }: LintContext): readonly LintFinding[] {
  const enforced = policies.filter((policy) => policy.enforced).slice(0, MOST_POLICIES)
  if (enforced.length < 2) return []
  const kept = new Map<LintDirective, Reach>()
  const reachOf = (directive: LintDirective): Reach => {
    const reach = kept.get(directive) ?? readReach(directive)
    kept.set(directive, reach)
    return reach
  }
  return enforced.flatMap((policy) => {
    const others = enforced.filter((other) => other !== policy)
    return [...policy.heeded.values()].filter(takesSources).flatMap((directive) => {
      const reaches = LISTS.filter((name) => effectiveDirective(policy, name) === directive).map((name) =>
        others.flatMap((other) => reachOver(other, name, reachOf)),
      )
      return directive.words.flatMap((word) => {
        // It is without effect when it is blocked for everything that its directive decides on.
        const blocking = reaches.map((asked) => asked.find((reach) => blocks(reach, word)))
        const first = blocking[0]
        return first === undefined || blocking.includes(undefined) ? [] : describe(directive, word, first.directive)
      })
    })
  })
}

const LISTS: readonly string[] = [...DIRECTIVES.values()]
  .filter(({ value, status }) => value.endsWith('source-list') && status === 'current')
  .map(({ name }) => name)

function reachOver(policy: LintPolicy, name: string, reachOf: (directive: LintDirective) => Reach): readonly Reach[] {
  const directive = effectiveDirective(policy, name)
  return directive === undefined ? [] : [reachOf(directive)]
}

function readReach(directive: LintDirective): Reach {
  const hosts = new Set<string>()
  const wildcards = new Set<string>()
  const above = new Set<string>()
  let anyHost = false
  for (const { expression } of hostWords(directive)) {
    const { host } = expression
    if (host === '*') anyHost = true
    const domain = host.startsWith('*.') ? host.slice(2) : undefined
    if (domain === undefined) hosts.add(host)
    else wildcards.add(domain)
    for (const each of domainsAbove(host)) above.add(each)
  }
  const schemes = new Set(
    directive.words.flatMap(({ expression }) => (expression.kind === 'scheme' ? expression.scheme : [])),
  )
  if (WEB_SCHEMES.some((scheme) => schemes.has(scheme))) anyHost = true
  return { directive, hosts, wildcards, above, schemes, anyHost, self: hasKeyword(directive, "'self'") }
}

const WEB_SCHEMES: readonly string[] = ['http', 'https', 'ws', 'wss']

/** Whether the list is sure to admit nothing of what the word does. */
function blocks(reach: Reach, word: LintWord): boolean {
  const { list } = reach.directive
  const { expression } = word
  if (expression.kind === 'invalid' || expression.kind === 'none') return false
  if (expression.kind === 'keyword') return blocksKeyword(reach, expression.keyword)
  if (list.matchesNothing) return true
  // By nonce or hash, any address can be admitted.
  if (list.byToken || list.strictDynamic || expression.kind === 'nonce' || expression.kind === 'hash') return false
  if (expression.kind === 'scheme' && !WEB_SCHEMES.includes(expression.scheme)) {
    return !reach.schemes.has(expression.scheme) && !reach.anyHost
  }
  // The own host may be the one that is named.
  if (reach.anyHost || reach.self) return false
  if (expression.kind === 'scheme' || expression.host === '*')
    return reach.hosts.size === 0 && reach.wildcards.size === 0
  return !mayShare(reach, expression.host)
}

function blocksKeyword(reach: Reach, keyword: string): boolean {
  const { list } = reach.directive
  switch (keyword) {
    case "'self'":
      if (list.byToken || list.strictDynamic || reach.self || reach.anyHost) return false
      return reach.hosts.size === 0 && reach.wildcards.size === 0
    case "'unsafe-inline'":
      return list.unsafeInline === undefined && !list.byToken && !list.strictDynamic
    case "'unsafe-eval'":
      return !hasKeyword(reach.directive, "'unsafe-eval'") && !hasKeyword(reach.directive, "'trusted-types-eval'")
    case "'wasm-unsafe-eval'":
      return !hasKeyword(reach.directive, keyword) && !hasKeyword(reach.directive, "'unsafe-eval'")
    default:
      return false
  }
}

/** Whether some host is both what the list names and what the source names. */
function mayShare({ hosts, wildcards, above }: Reach, host: string): boolean {
  const domain = host.startsWith('*.') ? host.slice(2) : host
  const parents = domainsAbove(domain)
  // A name too long to be looked into.
  if (parents.length === 0 && domain.includes('.')) return true
  if (parents.some((parent) => wildcards.has(parent))) return true
  if (domain === host) return hosts.has(host)
  return wildcards.has(domain) || above.has(domain)
}

function describe(directive: LintDirective, word: LintWord, blocking: LintDirective): LintFinding {
  const which = `the ${blocking.name} of policies[${blocking.policy.input}]`
  const message = `${showValue(word.token.text)} in ${directive.name} has no effect: ${which} blocks what it allows.`
  return aboutWord(directive, word, 'blocked-elsewhere', message, {
    severity: 'info',
    fix: 'Remove it, or allow it in every policy.',
    see: 'https://w3c.github.io/webappsec-csp/#multiple-policies',
    edit: keepingMeaning(removeWord(directive, word.index)),
  })
}
