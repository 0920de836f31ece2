import type { Finding } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { addDirective, addWord, keepingMeaning } from './edit.ts'
import { aboutDirective, aboutPolicy, type LintFinding } from './lint-finding.ts'
import { effectiveDirective, type LintDirective, type LintPolicy, trustsByToken } from './lint-policy.ts'
import { describeSupport, SUPPORT } from './support.ts'

interface Wanted {
  readonly name: string
  readonly severity: Finding['severity']
  readonly because: string
  /** What to add. */
  readonly text: string
}

const WANTED: readonly Wanted[] = [
  {
    name: 'script-src',
    severity: 'error',
    because: 'any script runs, one that an attacker writes into the page too',
    text: "script-src 'self'",
  },
  {
    name: 'object-src',
    severity: 'warning',
    because: '<object> and <embed> load from anywhere',
    text: "object-src 'none'",
  },
  {
    name: 'base-uri',
    severity: 'info',
    because: 'an injected <base> sends relative addresses to another server',
    text: "base-uri 'none'",
  },
  {
    name: 'frame-ancestors',
    severity: 'warning',
    because: 'any page may frame this one',
    text: "frame-ancestors 'self'",
  },
  {
    name: 'form-action',
    severity: 'info',
    because: 'an injected form sends what is typed to any server',
    text: "form-action 'self'",
  },
  {
    name: 'require-trusted-types-for',
    severity: 'info',
    because: 'text becomes script wherever the page assigns it to innerHTML and its like',
    text: "require-trusted-types-for 'script'",
  },
  {
    name: 'default-src',
    severity: 'info',
    because: 'what no other directive names is loaded from anywhere',
    text: "default-src 'self'",
  },
]

/** What no policy of the response restricts. */
export function checkMissingDirectives(context: LintContext): readonly LintFinding[] {
  const enforced = context.policies.filter((policy) => policy.enforced)
  // Report-only policies alone are judged as what they are to become.
  const judged = enforced.length > 0 ? enforced : context.policies
  const first = judged[0]
  if (first === undefined) return []
  const byToken = judged.some(trustsByToken)
  return [
    ...WANTED.filter((wanted) => isWanted(wanted, judged, context)).map((wanted) => describe(wanted, first, byToken)),
    ...judged.flatMap(missingFallbacks),
  ]
}

function isWanted({ name }: Wanted, judged: readonly LintPolicy[], { headers }: LintContext): boolean {
  if (judged.some((policy) => effectiveDirective(policy, name) !== undefined)) return false
  if (name === 'frame-ancestors') return headers?.get('x-frame-options') === undefined
  // Where no script runs, none asks for Trusted Types.
  const scripts = judged.map((policy) => effectiveDirective(policy, 'script-src-elem'))
  return name !== 'require-trusted-types-for' || !scripts.some((directive) => directive?.list.matchesNothing)
}

function describe({ name, severity, because, text }: Wanted, policy: LintPolicy, byToken: boolean): LintFinding {
  const carried = policy.parsed.delivery === 'header' || name !== 'frame-ancestors'
  const scriptsFollow = name === 'base-uri' && byToken ? ', and scripts with a nonce run from there' : ''
  return aboutPolicy(policy, name, 'missing-directive', name, `Without ${name}, ${because}${scriptsFollow}.`, {
    severity: name === 'base-uri' && byToken ? 'error' : severity,
    fix: carried ? `Add ${text}.` : `Send ${text} in a header: a <meta> element cannot carry it.`,
    see: `https://w3c.github.io/webappsec-csp/#directive-${name}`,
    edit: carried ? addDirective(policy, text) : undefined,
  })
}

/** What browsers that know no nonces, or no 'strict-dynamic', go by; all others ignore it. */
function missingFallbacks(policy: LintPolicy): readonly LintFinding[] {
  const scripts = effectiveDirective(policy, 'script-src')
  if (scripts === undefined) return []
  const { list, words } = scripts
  const found: LintFinding[] = []
  if (list.byToken && list.unsafeInline === undefined) {
    found.push(
      fallback(scripts, "'unsafe-inline'", 'Browsers from before nonces and hashes (2016) run no inline script.'),
    )
  }
  const support = SUPPORT.get("'strict-dynamic'")
  const hasLocation = words.some(({ expression }) => expression.kind === 'host' || expression.kind === 'scheme')
  if (list.strictDynamic && !hasLocation && support !== undefined) {
    const message = `Browsers without 'strict-dynamic' (it came with ${describeSupport(support)}) load no script that another one adds.`
    found.push(fallback(scripts, 'https:', message))
  }
  return found
}

function fallback(directive: LintDirective, value: string, message: string): LintFinding {
  const found = aboutDirective(directive, 'missing-fallback', message, {
    severity: 'info',
    fix: `If they matter, add ${value}, which all others ignore.`,
    see: 'https://w3c.github.io/webappsec-csp/#strict-dynamic-usage',
    // In default-src it would not be ignored by what is no script.
    edit: directive.name === 'default-src' ? undefined : keepingMeaning(addWord(directive, value)),
  })
  return { ...found, value }
}
