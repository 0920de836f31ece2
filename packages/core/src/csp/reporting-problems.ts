import { showValue } from '../finding.ts'
import { isEndpointName } from './lint/reporting-endpoints.ts'

/** What the compiler says of a configuration, and the linter of what was sent. */
export interface ReportingProblem {
  readonly message: string
  readonly fix: string
  readonly see: string
}

/** Why no `Reporting-Endpoints` header can declare what `report-to` names: then nothing is reported, not to `report-uri` either. */
export function endpointNameProblem(text: string): ReportingProblem | undefined {
  const see = 'https://w3c.github.io/webappsec-csp/#directive-report-to'
  if (text.includes('/')) {
    const message = `report-to takes the name of an endpoint, and ${showValue(text)} is an address.`
    return { message, fix: 'Write it into report-uri, or name it in Reporting-Endpoints.', see }
  }
  if (isEndpointName(text)) return undefined
  const message = `${showValue(text)} can be no name in a Reporting-Endpoints header, so nothing is reported.`
  return { message, fix: 'Write lower-case letters, digits and hyphens, such as csp.', see }
}

export const ANCESTORS_BESIDE_REPORT_TO: ReportingProblem = Object.freeze({
  message: 'Chromium and Firefox report nothing of frame-ancestors where report-to is in the policy.',
  fix: 'Send frame-ancestors in a policy of its own, with report-uri.',
  see: 'https://github.com/w3c/reporting/issues/203',
})

/** Of an address that begins with `http:`. */
export function insecureAddress(text: string, where: string): ReportingProblem {
  return {
    message: `${showValue(text)} in ${where} is mixed content on a page of https, and readable on its way.`,
    fix: `Write https${text.slice('http'.length)}.`,
    see: 'https://w3c.github.io/webappsec-csp/#directive-report-uri',
  }
}
