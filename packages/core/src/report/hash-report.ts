import { type JsonObject, readField, textOf } from './field.ts'
import type { HashReport } from './violation.ts'

/** The body of a `csp-hash` report (CSP3 §5.4). Undefined where it names no hash. `url`: the page, as the report around the body says. */
export function readHashReport(body: JsonObject, url: unknown): HashReport | undefined {
  const hash = textOf(readField(body, 'hash'))
  if (hash === '') return undefined
  return {
    documentUrl: textOf(readField(body, 'documentURL') ?? url),
    subresourceUrl: textOf(readField(body, 'subresourceURL')),
    hash,
    type: textOf(readField(body, 'type')),
    destination: textOf(readField(body, 'destination')),
  }
}
