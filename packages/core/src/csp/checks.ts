import { showValue } from '../finding.ts'
import { type Place, report } from '../validate.ts'
import { DIRECTIVES } from './directives.ts'
import { NONCE } from './keywords.ts'
import type { DirectiveWords } from './parse.ts'
import type { PolicyWords } from './policy-words.ts'
import { type CspReporting, isReporting, isSecureEndpoint } from './reporting.ts'
import { ANCESTORS_BESIDE_REPORT_TO, endpointNameProblem } from './reporting-problems.ts'

/** One policy whose every word has been checked. */
export interface CheckedPolicy extends PolicyWords {
  /** Where a directive stands in the configuration. */
  placeOf(name: string): Place
}

/** What a policy says that is legal and yet does not do what it seems to: warnings and information only. `reporting`: where it reports to if it does not say. */
export function checkPolicy(policy: CheckedPolicy, reporting: CspReporting | undefined): void {
  for (const check of CHECKS) check(policy, reportingFor(policy, reporting))
}

function reportingFor(
  { directives, unreported }: CheckedPolicy,
  reporting: CspReporting | undefined,
): CspReporting | undefined {
  return unreported || directives.some(isReporting) ? undefined : reporting
}

const CHECKS: readonly ((policy: CheckedPolicy, reporting: CspReporting | undefined) => void)[] = [
  checkUnsafeInline,
  checkStrictDynamic,
  checkUnsafeHashes,
  checkReportOnlyDirectives,
  checkReportOnlyEndpoint,
  checkHashReports,
  checkReportTo,
  checkAncestors,
]

function isHash(word: string): boolean {
  return word.startsWith("'sha")
}

function trustsByToken({ words }: DirectiveWords): boolean {
  return words.some((word) => word === NONCE || isHash(word))
}

/** `script-src 'unsafe-inline' 'nonce-…'`: the nonce wins (CSP3 §6.7.3.2 step 2). */
function checkUnsafeInline({ directives, placeOf }: CheckedPolicy): void {
  for (const directive of directives) {
    const { name, words } = directive
    // Step 2.2: 'strict-dynamic' counts for scripts only, and no directive of styles takes it.
    const dynamic = words.includes("'strict-dynamic'")
    const byToken = trustsByToken(directive)
    if (!words.includes("'unsafe-inline'") || !(dynamic || byToken)) continue
    // Beside 'strict-dynamic' and https: it is the known recipe for browsers too old for either.
    const recipe = dynamic && words.includes('https:')
    const cause = byToken ? 'a nonce or hash' : "'strict-dynamic'"
    const attributes = name.startsWith('style-src') ? ' To allow style attributes, put it in style-src-attr.' : ''
    report(
      placeOf(name),
      'unsafe-inline-disabled',
      "'unsafe-inline'",
      `'unsafe-inline' in ${name} is ignored because of ${cause} beside it; only browsers too old for that heed it.`,
      {
        severity: recipe ? 'info' : 'warning',
        fix: `Keep it for those browsers, or remove it.${attributes}`,
        see: 'https://w3c.github.io/webappsec-csp/#allow-all-inline',
      },
    )
  }
}

/** `script-src 'strict-dynamic'`: trust spreads from scripts that have a nonce or hash, and here none can. */
function checkStrictDynamic({ directives, placeOf }: CheckedPolicy): void {
  for (const directive of directives) {
    const { name, words } = directive
    if (!words.includes("'strict-dynamic'") || trustsByToken(directive)) continue
    report(
      placeOf(name),
      'strict-dynamic-alone',
      "'strict-dynamic'",
      `'strict-dynamic' in ${name} stands without a nonce or hash, so every script of the page is blocked.`,
      {
        severity: 'warning',
        fix: "Add NONCE, or the hashes of the page's own scripts.",
        see: 'https://w3c.github.io/webappsec-csp/#strict-dynamic-usage',
      },
    )
  }
}

/** `script-src 'unsafe-hashes'`: it lets hashes reach attributes, and there is none. */
function checkUnsafeHashes({ directives, placeOf }: CheckedPolicy): void {
  for (const { name, words } of directives) {
    if (!words.includes("'unsafe-hashes'") || words.some(isHash)) continue
    report(
      placeOf(name),
      'useless-option',
      "'unsafe-hashes'",
      `'unsafe-hashes' in ${name} extends hashes to attributes, but the list has no hash.`,
      {
        severity: 'warning',
        fix: "Add the attribute's hash, or remove it.",
        see: 'https://w3c.github.io/webappsec-csp/#unsafe-hashes-usage',
      },
    )
  }
}

/** `sandbox` in a report-only policy. */
function checkReportOnlyDirectives({ directives, reportOnly, placeOf }: CheckedPolicy): void {
  if (!reportOnly) return
  for (const { name } of directives) {
    const row = DIRECTIVES.get(name)
    if (!row || row.reportOnly) continue
    const details = { severity: 'warning', fix: 'Move it to an enforced policy.', see: row.see } as const
    report(placeOf(name), 'ignored-in-report-only', name, `${name} is ignored in a report-only policy.`, details)
  }
}

/** A report-only policy without `report-uri` and `report-to`. */
function checkReportOnlyEndpoint(
  { directives, reportOnly, placeOf }: CheckedPolicy,
  reporting: CspReporting | undefined,
): void {
  if (!reportOnly || reporting !== undefined || directives.some(isReporting)) return
  report(
    placeOf('report-uri'),
    'useless-option',
    undefined,
    "A report-only policy that names no endpoint reports to nothing but its visitors' consoles.",
    {
      severity: 'warning',
      fix: 'Set reporting.endpoint, or add report-uri.',
      see: 'https://w3c.github.io/webappsec-csp/#cspro-header',
    },
  )
}

/** `script-src 'report-sha256'` without `report-to`: these reports know no `report-uri` (CSP3 §4.1.4). */
function checkHashReports({ directives, placeOf }: CheckedPolicy, reporting: CspReporting | undefined): void {
  if (directives.some(({ name }) => name === 'report-to')) return
  // On https, where alone there is anything that could receive them.
  if (reporting !== undefined && isSecureEndpoint(reporting.endpoint)) return
  for (const { name, words } of directives) {
    const keyword = words.find((word) => word.startsWith("'report-sha"))
    if (keyword === undefined) continue
    report(
      placeOf(name),
      'useless-option',
      keyword,
      `${keyword} in ${name} reports to a report-to endpoint, and the policy names none.`,
      {
        severity: 'warning',
        fix: 'Add report-to.',
        see: 'https://w3c.github.io/webappsec-csp/#potentially-report-hash',
      },
    )
  }
}

/** `report-to csp`: the name means something only through another header, which no policy can bring along. */
function checkReportTo({ directives, placeOf }: CheckedPolicy): void {
  const endpoint = directives.find(({ name }) => name === 'report-to')?.words[0]
  if (endpoint === undefined) return
  const problem = endpointNameProblem(endpoint)
  if (problem !== undefined) {
    const { message, ...details } = problem
    report(placeOf('report-to'), 'undeclared-endpoint', endpoint, message, { severity: 'warning', ...details })
    return
  }
  const backed = directives.some(({ name }) => name === 'report-uri')
  report(
    placeOf('report-to'),
    'undeclared-endpoint',
    endpoint,
    `report-to names ${showValue(endpoint)}, which the response must declare in a Reporting-Endpoints header.`,
    {
      severity: backed ? 'info' : 'warning',
      fix: backed
        ? 'Send that header: browsers that know report-to pass over report-uri.'
        : 'Send that header, and add report-uri for browsers that do not know report-to.',
      see: 'https://w3c.github.io/webappsec-csp/#directive-report-to',
    },
  )
}

/** `frame-ancestors` beside a `report-to` of the policy's own. */
function checkAncestors({ directives, placeOf }: CheckedPolicy): void {
  const has = (wanted: string) => directives.some(({ name }) => name === wanted)
  if (!has('report-to') || !has('frame-ancestors')) return
  const { message, ...details } = ANCESTORS_BESIDE_REPORT_TO
  report(placeOf('frame-ancestors'), 'useless-option', 'frame-ancestors', message, { severity: 'warning', ...details })
}
