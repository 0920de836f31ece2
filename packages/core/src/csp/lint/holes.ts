import type { Finding, FindingCode } from '../../finding.ts'
import { showValue } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { removeWord } from './edit.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import {
  effectiveDirective,
  isKeyword,
  type LintDirective,
  type LintPolicy,
  type LintWord,
  trustsByToken,
} from './lint-policy.ts'

const CSP3 = 'https://w3c.github.io/webappsec-csp/#'

/** One kind of word that lets in what a policy is there to keep out. */
interface Hole {
  readonly code: FindingCode
  /** What is asked for, with how bad it is there; the directive that decides on it is the fallback's. */
  readonly asked: Readonly<Record<string, Finding['severity']>>
  /** Whether the word opens it, in a list that decides on what is asked for. */
  opens(word: LintWord, directive: LintDirective, asked: string): boolean
  readonly because: string
  readonly fix: string
  readonly see: string
}

const HOLES: readonly Hole[] = [
  {
    code: 'unsafe-inline',
    asked: {
      'script-src-elem': 'error',
      'script-src-attr': 'error',
      'style-src-elem': 'info',
      'style-src-attr': 'info',
    },
    // §6.7.3.2: off beside a nonce or hash, and for scripts beside 'strict-dynamic'.
    opens: (word, { list }, asked) =>
      isKeyword(word, "'unsafe-inline'") && !list.byToken && !(list.strictDynamic && asked.startsWith('script')),
    because: 'allows whatever stands in the page, what an attacker put there too',
    fix: 'Use nonces or hashes.',
    see: `${CSP3}allow-all-inline`,
  },
  {
    code: 'unsafe-eval',
    asked: { 'script-src': 'warning' },
    opens: (word) => isKeyword(word, "'unsafe-eval'"),
    because: 'lets text be run as script',
    fix: 'Remove it, once nothing of the page calls eval.',
    see: `${CSP3}can-compile-strings`,
  },
  {
    code: 'unsafe-hashes',
    asked: { 'script-src-elem': 'info', 'script-src-attr': 'info' },
    opens: (word, { list }) => isKeyword(word, "'unsafe-hashes'") && list.hasHash,
    because: 'lets a handler of the page be put where it was not meant to be',
    fix: 'Add listeners from a script instead.',
    see: `${CSP3}unsafe-hashes-usage`,
  },
  {
    code: 'unrestricted-source',
    asked: {
      'script-src-elem': 'error',
      'worker-src': 'warning',
      'object-src': 'warning',
      'base-uri': 'warning',
      'frame-ancestors': 'warning',
      'form-action': 'warning',
      'style-src-elem': 'info',
      'connect-src': 'info',
      'frame-src': 'info',
    },
    opens: (word, directive, asked) => isAnyHost(word) && countsLocations(directive, asked),
    because: 'admits every host',
    fix: 'Name the hosts that are needed.',
    see: `${CSP3}match-url-to-source-expression`,
  },
  {
    code: 'injectable-source',
    asked: { 'script-src-elem': 'error', 'object-src': 'warning', 'worker-src': 'info', 'style-src-elem': 'info' },
    opens: (word, directive, asked) => isScheme(word, ['data']) && countsLocations(directive, asked),
    because: 'admits content that stands in its own address, so whoever can write an address writes the content',
    fix: 'Remove it.',
    see: `${CSP3}security-considerations`,
  },
  {
    code: 'injectable-source',
    asked: { 'script-src-elem': 'warning', 'object-src': 'warning', 'worker-src': 'info' },
    opens: (word, directive, asked) => isScheme(word, ['blob', 'filesystem']) && countsLocations(directive, asked),
    because: 'admits content that the page made of text',
    fix: 'Remove it.',
    see: `${CSP3}security-considerations`,
  },
]

/** Words that open a hole, unless another enforced policy closes it. */
export function checkHoles({ policies }: LintContext): readonly LintFinding[] {
  const byToken = policies.some(trustsByToken)
  return HOLES.flatMap((hole) => {
    const enforced = policies.filter((policy) => policy.enforced)
    const closed = new Set(
      Object.keys(hole.asked).filter((asked) => enforced.some((policy) => closes(hole, policy, asked))),
    )
    return policies.flatMap((policy) => findHole(hole, policy, closed, byToken))
  })
}

interface Opening {
  readonly word: LintWord
  readonly directive: LintDirective
  readonly asked: string
  readonly severity: Finding['severity']
}

/** `closed`: what another enforced policy keeps out. This one cannot be it, for then it would have no such word. */
function findHole(
  hole: Hole,
  policy: LintPolicy,
  closed: ReadonlySet<string>,
  byToken: boolean,
): readonly LintFinding[] {
  const worst = new Map<LintWord, Opening>()
  for (const [asked, usual] of Object.entries(hole.asked)) {
    // A script with a nonce runs from wherever <base> turns its address to.
    const severity = asked === 'base-uri' && byToken ? 'error' : usual
    const directive = effectiveDirective(policy, asked)
    if (directive === undefined) continue
    const words = directive.words.filter((word) => hole.opens(word, directive, asked))
    if (words.length === 0) continue
    for (const word of words) {
      const opening = { word, directive, asked, severity: closed.has(asked) ? 'info' : severity } as const
      const before = worst.get(word)
      if (before === undefined || RANK[opening.severity] > RANK[before.severity]) worst.set(word, opening)
    }
  }
  return [...worst.values()].map((opening) => describe(hole, opening))
}

const RANK: Readonly<Record<Finding['severity'], number>> = { error: 2, warning: 1, info: 0 }

/** A browser asks every policy, so one that has no such word is enough. */
function closes(hole: Hole, policy: LintPolicy, asked: string): boolean {
  const directive = effectiveDirective(policy, asked)
  return directive !== undefined && !directive.words.some((word) => hole.opens(word, directive, asked))
}

function describe(hole: Hole, { word, directive, asked, severity }: Opening): LintFinding {
  const role = directive.name === asked ? '' : ` (for ${asked})`
  const closed = severity === 'info' && hole.asked[asked] !== 'info' ? '; another policy of the response does not' : ''
  return aboutWord(
    directive,
    word,
    hole.code,
    `${showValue(word.token.text)} in ${directive.name}${role} ${hole.because}${closed}.`,
    { severity, fix: hole.fix, see: hole.see, edit: removeWord(directive, word.index) },
  )
}

/** Beside 'strict-dynamic' hosts and schemes count for no script, and 'none' alone is what it says. */
function countsLocations({ list }: LintDirective, asked: string): boolean {
  const isScript = asked.startsWith('script') || asked === 'worker-src'
  return !(isScript && list.strictDynamic)
}

const WEB_SCHEMES = new Set(['http', 'https'])

/** `*`, `https:`, `https://*`, `*:*` and their like. */
export function isAnyHost({ expression }: LintWord): boolean {
  if (expression.kind === 'scheme') return WEB_SCHEMES.has(expression.scheme)
  if (expression.kind !== 'host' || expression.host !== '*') return false
  const { scheme, path } = expression
  return (scheme === undefined || WEB_SCHEMES.has(scheme)) && (path === undefined || path === '/')
}

function isScheme({ expression }: LintWord, schemes: readonly string[]): boolean {
  return expression.kind === 'scheme' && schemes.includes(expression.scheme)
}
