import { showValue } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { addWord, keepingMeaning, removeWord } from './edit.ts'
import { domainsAbove, type HostWord, hostWords, respell } from './hosts.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import { governsScripts, type LintDirective, takesSources } from './lint-policy.ts'

const SEE = 'https://w3c.github.io/webappsec-csp/#match-url-to-source-expression'

/** What one source of a list says about another: a wildcard that covers it, and one that just does not. */
export function checkCoverage(context: LintContext): readonly LintFinding[] {
  return context.policies.flatMap(({ heeded }) =>
    [...heeded.values()]
      // Beside 'strict-dynamic' no host counts at all.
      .filter((directive) => takesSources(directive) && !(directive.list.strictDynamic && governsScripts(directive)))
      .flatMap((directive) => checkList(directive, context)),
  )
}

function checkList(directive: LintDirective, { plainHttp }: LintContext): readonly LintFinding[] {
  const hosts = hostWords(directive)
  const whole = new Set(hosts.filter(({ expression }) => expression.path === undefined).map((word) => keyOf(word)))
  const named = new Set(hosts.map(({ expression }) => expression.host))
  const schemes = new Set<string>()
  let anyHost = false
  for (const { expression, token } of directive.words) {
    if (expression.kind === 'scheme') schemes.add(expression.scheme)
    if (token.text === '*') anyHost = true
  }
  /** By a scheme or `*`, whatever the host. */
  const isCovered = ({ scheme }: HostWord['expression']): boolean => {
    const own = scheme ?? (plainHttp ? undefined : 'https')
    if (own === undefined) return false
    // http: matches https as well (§6.7.2.9).
    return (
      schemes.has(own) || (own === 'https' && schemes.has('http')) || (anyHost && (own === 'http' || own === 'https'))
    )
  }
  return hosts.flatMap((word) => {
    const { expression } = word
    const { host, path } = expression
    if (host === '*') return []
    const covered =
      isCovered(expression) ||
      (path !== undefined && whole.has(keyOf(word))) ||
      domainsAbove(host).some((domain) => `*.${domain}` !== host && whole.has(keyOf(word, `*.${domain}`)))
    if (covered) {
      const message = `${showValue(word.token.text)} in ${directive.name} is covered by another source of the list.`
      const edit = keepingMeaning(removeWord(directive, word.index))
      return aboutWord(directive, word, 'redundant-value', message, {
        severity: 'info',
        fix: 'Remove it.',
        see: SEE,
        edit,
      })
    }
    const apex = host.startsWith('*.') ? host.slice(2) : undefined
    if (apex === undefined || !apex.includes('.') || named.has(apex)) return []
    const respelled = respell(expression, { host: apex })
    const message = `${showValue(word.token.text)} in ${directive.name} covers the subdomains, and not ${apex} itself.`
    const fix = `Add ${respelled}, if that is meant too.`
    return aboutWord(directive, word, 'apex-not-covered', message, {
      severity: 'info',
      fix,
      see: SEE,
      edit: addWord(directive, respelled),
    })
  })
}

/** All but the path. */
function keyOf({ expression }: HostWord, host: string = expression.host): string {
  return `${expression.scheme ?? ''}|${host}|${expression.port ?? ''}`
}
