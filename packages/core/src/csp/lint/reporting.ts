import { showValue } from '../../finding.ts'
import { endpointProblem, isMixedContent } from '../../report/endpoint.ts'
import { lowerAscii } from '../parse.ts'
import { ANCESTORS_BESIDE_REPORT_TO, endpointNameProblem, insecureAddress } from '../reporting-problems.ts'
import type { LintContext } from './context.ts'
import { removeOnlyDirective, removeWord, replaceSpan } from './edit.ts'
import { aboutDirective, aboutPolicy, aboutWord, type LintFinding } from './lint-finding.ts'
import type { LintDirective, LintPolicy, LintWord } from './lint-policy.ts'
import { isDirectiveName } from './missing-semicolon.ts'
import { isEndpointName, parseReportingEndpoints } from './reporting-endpoints.ts'
import { describeSupport, SUPPORT } from './support.ts'

const SEE_TO = 'https://w3c.github.io/webappsec-csp/#directive-report-to'
const SEE_URI = 'https://w3c.github.io/webappsec-csp/#directive-report-uri'

/** Whether anybody hears of violations. */
export function checkReporting(context: LintContext): readonly LintFinding[] {
  return context.policies.flatMap((policy) => {
    const to = policy.heeded.get('report-to')
    const uri = policy.heeded.get('report-uri')
    return [
      ...(to === undefined && uri === undefined ? [unheard(policy)] : []),
      ...(to === undefined ? hashReports(policy) : checkReportTo(to, uri, context)),
      ...(uri === undefined ? [] : uri.words.flatMap((word) => checkAddress(uri, word, context) ?? [])),
    ]
  })
}

function unheard(policy: LintPolicy): LintFinding {
  const directive = policy.parsed.delivery === 'meta' ? 'report-to' : 'report-uri'
  const fix = `Add ${directive}.`
  if (!policy.enforced) {
    const message = "A report-only policy that names no endpoint reports to nothing but its visitors' consoles."
    const see = 'https://w3c.github.io/webappsec-csp/#cspro-header'
    return aboutPolicy(policy, directive, 'useless-option', directive, message, { severity: 'warning', fix, see })
  }
  const message = 'The policy names no endpoint, so nobody hears what it stops: an attack, or a page it breaks.'
  return aboutPolicy(policy, directive, 'no-reporting', directive, message, { severity: 'info', fix, see: SEE_TO })
}

/** `'report-sha256'`: these reports know no report-uri (CSP3 §4.1.4). */
function hashReports({ heeded }: LintPolicy): readonly LintFinding[] {
  return [...heeded.values()].flatMap((directive) =>
    directive.words
      .filter(({ expression }) => expression.kind === 'keyword' && expression.keyword.startsWith("'report-sha"))
      .map((word) => {
        const message = `${word.token.text} in ${directive.name} reports to a report-to endpoint, and the policy names none.`
        return aboutWord(directive, word, 'useless-option', message, {
          severity: 'warning',
          fix: 'Add report-to, or remove it.',
          see: 'https://w3c.github.io/webappsec-csp/#potentially-report-hash',
          edit: removeWord(directive, word.index),
        })
      }),
  )
}

function checkReportTo(
  to: LintDirective,
  uri: LintDirective | undefined,
  context: LintContext,
): readonly LintFinding[] {
  const found: LintFinding[] = []
  const word = to.words[0]
  if (word !== undefined) found.push(...checkEndpoint(to, word, uri, context))
  const support = SUPPORT.get('report-to')
  if (uri === undefined && support !== undefined) {
    const message = `The policy has report-to alone, which is known since ${describeSupport(support)}; older browsers report nothing.`
    const fix = 'Add report-uri: browsers that know report-to pass over it.'
    found.push(aboutDirective(to, 'report-to-only', message, { severity: 'info', fix, see: SEE_URI }))
  }
  if (context.plainHttp) {
    const passes = uri === undefined ? '' : ', and pass over report-uri'
    found.push(
      aboutDirective(
        to,
        'useless-option',
        `On a page of http, Chromium and Firefox report nothing to report-to${passes}.`,
        {
          severity: 'warning',
          fix: 'On http, send report-uri alone.',
          see: 'https://w3c.github.io/reporting/#concept-endpoints',
          edit: uri === undefined ? undefined : removeOnlyDirective(to),
        },
      ),
    )
  }
  const ancestors = to.policy.heeded.get('frame-ancestors')
  if (ancestors !== undefined) {
    const { message, fix, see } = ANCESTORS_BESIDE_REPORT_TO
    found.push(aboutDirective(ancestors, 'useless-option', message, { severity: 'info', fix, see }))
  }
  return found
}

/** The name means something only through another header. */
function checkEndpoint(
  to: LintDirective,
  word: LintWord,
  uri: LintDirective | undefined,
  { headers }: LintContext,
): readonly LintFinding[] {
  const { text } = word.token
  const tell = (
    message: string,
    severity: 'error' | 'info',
    fix: string,
    edit?: LintFinding['edit'],
  ): LintFinding[] => [aboutWord(to, word, 'undeclared-endpoint', message, { severity, fix, see: SEE_TO, edit })]
  const problem = endpointNameProblem(text)
  if (problem !== undefined) {
    const lower = lowerAscii(text)
    const mayRename = text.includes('/') && uri === undefined && to.policy.parsed.delivery === 'header'
    const rename = mayRename ? replaceSpan(to.parsed.nameToken, 'report-uri') : undefined
    return tell(problem.message, 'error', problem.fix, isEndpointName(lower) ? replaceSpan(word.token, lower) : rename)
  }
  if (headers === undefined) {
    const message = `report-to names ${showValue(text)}, which the response must declare in a Reporting-Endpoints header.`
    return tell(message, 'info', 'Send that header: browsers that know report-to pass over report-uri.')
  }
  return checkDeclaration(to, word, headers.get('reporting-endpoints'), tell)
}

function checkDeclaration(
  to: LintDirective,
  word: LintWord,
  header: string | undefined,
  tell: (message: string, severity: 'error' | 'info', fix: string, edit?: LintFinding['edit']) => LintFinding[],
): readonly LintFinding[] {
  const { text } = word.token
  const silent = 'so nothing is reported, not to report-uri either'
  if (header === undefined) {
    const message = `report-to names ${showValue(text)}, and the response has no Reporting-Endpoints header, ${silent}.`
    return tell(message, 'error', `Send Reporting-Endpoints: ${text}="https://…".`)
  }
  const declared = parseReportingEndpoints(header)
  if (declared === undefined) {
    const message = `The Reporting-Endpoints header is malformed, and one mistake voids all of it, ${silent}.`
    return tell(message, 'error', `Write ${text}="https://…".`)
  }
  const address = declared.get(text)
  if (address === undefined) {
    const [only, ...others] = declared.keys()
    const edit = only !== undefined && others.length === 0 ? replaceSpan(word.token, only) : undefined
    const message = `report-to names ${showValue(text)}, which the Reporting-Endpoints header does not declare, ${silent}.`
    return tell(message, 'error', `It declares ${[...declared.keys()].join(', ') || 'nothing'}.`, edit)
  }
  if (!lowerAscii(address).startsWith('http:')) return checkDeclaredAddress(to, word, address)
  const message = `The endpoint ${showValue(text)} is at ${showValue(address)}, and reports go to secure addresses only.`
  return [
    aboutWord(to, word, 'insecure-endpoint', message, {
      severity: 'error',
      fix: 'Declare an https address.',
      see: 'https://w3c.github.io/reporting/#process-header',
    }),
  ]
}

/** Chromium resolves no address that begins neither with a scheme nor with a slash, and then reports nowhere. */
function checkDeclaredAddress(to: LintDirective, word: LintWord, address: string): readonly LintFinding[] {
  const wrong = address.startsWith('/') && !address.startsWith('//') ? undefined : endpointProblem(address)
  if (wrong === undefined) return []
  const message = `The endpoint ${showValue(word.token.text)} is at ${showValue(address)}, which ${wrong}.`
  return [
    aboutWord(to, word, 'invalid-endpoint', message, {
      severity: 'error',
      fix: 'Declare https://reports.example.com/csp or /csp-reports.',
      see: 'https://w3c.github.io/reporting/#process-header',
    }),
  ]
}

function checkAddress(uri: LintDirective, word: LintWord, { plainHttp }: LintContext): LintFinding | undefined {
  const { text, offset } = word.token
  if (isDirectiveName(word)) return undefined
  const wrong = endpointProblem(text)
  if (wrong === undefined) {
    if (plainHttp || !isMixedContent(text)) return undefined
    const { message, fix, see } = insecureAddress(text, 'report-uri')
    const edit = replaceSpan({ offset, length: 'http'.length }, 'https')
    return aboutWord(uri, word, 'insecure-endpoint', message, { severity: 'warning', fix, see, edit })
  }
  // Some browsers resolve an address without a slash at its start; Chromium does not.
  return aboutWord(uri, word, 'invalid-endpoint', `${showValue(text)} in report-uri ${wrong}.`, {
    severity: 'warning',
    fix: 'Write https://reports.example.com/csp or /csp-reports.',
    see: SEE_URI,
  })
}
