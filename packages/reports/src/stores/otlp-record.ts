import type { FoldedGroup } from '../group.ts'
import type { WriteBatch } from '../store.ts'
import { toStored } from './stored-text.ts'

/** An `AnyValue` of OTLP in JSON, as far as is needed: whole numbers are texts, since they have 64 bits. */
type AnyValue = { readonly stringValue: string } | { readonly intValue: string }

export interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

export interface LogRecord {
  readonly timeUnixNano: string
  readonly observedTimeUnixNano: string
  readonly severityNumber: number
  readonly severityText: string
  readonly eventName: string
  readonly body: AnyValue
  readonly attributes: readonly KeyValue[]
}

export interface ExportLogsRequest {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] }
    readonly scopeLogs: readonly {
      readonly scope: { readonly name: string }
      readonly logRecords: readonly LogRecord[]
    }[]
  }[]
}

const EVENT = 'sallyport.csp_violation'
// OTel logs data model: severity numbers 9 and 13.
const INFO = { severityNumber: 9, severityText: 'INFO' } as const
const WARN = { severityNumber: 13, severityText: 'WARN' } as const

/** An `ExportLogsServiceRequest`: one record for each hour of each group. */
export function exportRequest(batch: WriteBatch, serviceName: string): ExportLogsRequest {
  const logRecords = batch.groups.map((group) => logRecord(group, batch.id))
  const resource = { attributes: [text('service.name', serviceName)] }
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: '@sallyport/reports' }, logRecords }] }] }
}

function logRecord(group: FoldedGroup, batch: string): LogRecord {
  const { directive, blocked, page, count, noise, standing, fingerprint, hour } = group
  const isOurs = standing === 'consistent' && noise === null
  const times = count === 1 ? 'once' : `${count} times`
  return {
    timeUnixNano: nanoseconds(group.last),
    observedTimeUnixNano: nanoseconds(Date.now()),
    ...(isOurs ? WARN : INFO),
    eventName: EVENT,
    body: stringValue(`${directive} blocked ${blocked === '' ? 'something' : blocked} on ${page}, ${times}`),
    attributes: [
      // A batch that is sent again has the same ones, and semantic conventions let a backend remove what it has by then.
      text('log.record.uid', `${batch}/${fingerprint}/${hour}`),
      text('user_agent.name', group.browser),
      ...urlAttributes(page),
      text('sallyport.site', group.site),
      text('sallyport.fingerprint', fingerprint),
      text('sallyport.standing', standing),
      text('sallyport.csp.policy', group.policy),
      text('sallyport.csp.disposition', group.disposition),
      text('sallyport.csp.directive', directive),
      text('sallyport.csp.blocked', blocked),
      text('sallyport.csp.page', page),
      ...(noise === null
        ? []
        : [text('sallyport.noise.rule', noise.rule), text('sallyport.noise.confidence', noise.confidence)]),
      int('sallyport.count', count),
      int('sallyport.first', group.first),
      int('sallyport.last', group.last),
      int('sallyport.clients', group.clients.length),
      int('sallyport.vouched', group.vouched.length),
    ],
  }
}

/** Semantic conventions, `url.*`. A page's path has its ids masked, so that it is the template of a path and no path. */
function urlAttributes(page: string): readonly KeyValue[] {
  const [scheme = '', rest] = page.split('://', 2)
  if (rest === undefined) return []
  const slash = rest.indexOf('/')
  const authority = slash === -1 ? rest : rest.slice(0, slash)
  return [
    text('url.scheme', scheme),
    text('url.domain', authority),
    ...(slash === -1 ? [] : [text('url.template', rest.slice(slash))]),
  ]
}

function text(key: string, value: string): KeyValue {
  return { key, value: stringValue(value) }
}

function int(key: string, value: number): KeyValue {
  return { key, value: { intValue: String(value) } }
}

/** One text that a receiver cannot decode, half a surrogate, would have it refuse the whole batch. */
function stringValue(value: string): AnyValue {
  return { stringValue: toStored(value) }
}

function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.trunc(milliseconds)) * 1_000_000n)
}
