import { showValue } from '../finding.ts'
import { isLoopback } from '../origin/pattern.ts'
import { type Place, report, reportType } from '../validate.ts'

/** An absolute URL or a path of the own server, fit to stand in a policy; undefined after reporting what is wrong. */
export function checkEndpoint(value: unknown, place: Place): string | undefined {
  if (typeof value !== 'string' || value === '') {
    reportType(place, value, 'a URL, or a path such as /csp-reports')
    return undefined
  }
  const wrong = endpointProblem(value)
  if (wrong === undefined) return value
  report(place, 'invalid-endpoint', value, `${showValue(value)} ${wrong}.`, {
    fix: 'Write https://reports.example.com/csp or /csp-reports.',
    see: 'https://www.w3.org/TR/CSP3/#directive-report-uri',
  })
  return undefined
}

/** What keeps a text from being a URL that browsers send reports to; undefined when nothing does. */
export function endpointProblem(text: string): string | undefined {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code <= 0x20 || code >= 0x7f) return 'holds white space, a control character or a character outside ASCII'
  }
  // Either would end the directive or the policy in the header.
  if (text.includes(';') || text.includes(',')) return 'holds a semicolon or comma; percent-encode it'
  // Chromium drops reports for relative URLs other than absolute paths.
  if (text.startsWith('/')) return text.startsWith('//') ? 'has no scheme' : undefined
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'is neither an absolute URL nor a path that starts with a slash'
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'is not an http or https URL'
  if (url.username !== '' || url.password !== '') return 'holds credentials'
  return undefined
}

/** Whether a page of https may not send anything to the address (Mixed Content §4.4). The own machine is an exception (Secure Contexts §3.1). */
export function isMixedContent(endpoint: string): boolean {
  if (endpoint.startsWith('/')) return false
  const { protocol, hostname } = new URL(endpoint)
  return protocol === 'http:' && !isLoopback(hostname)
}
