import type { ReportSink, WriteBatch } from '../store.ts'
import { exportRequest } from './otlp-record.ts'

export interface OtlpSinkOptions {
  /** The receiver, `https://otel.example:4318`: `/v1/logs` is added unless the path ends so. Without user and password; those go into `headers`. */
  readonly url: string
  /** Sent with each request, such as `{ authorization: 'Bearer …' }`. In no message of ours. */
  readonly headers?: Readonly<Record<string, string>>
  /** The resource's `service.name`. Default `sallyport`. */
  readonly serviceName?: string
  /** Milliseconds for one request. Default 10,000. */
  readonly timeout?: number
  /** Default: the platform's. */
  readonly fetch?: typeof fetch
  /** Told when the receiver refuses what would be refused again; once, until it is for another reason. Default: a line on the console. */
  readonly onRefused?: (message: string) => void
}

const PATH = '/v1/logs'

// OTLP 1, "Failures": these and no others are worth another attempt.
const RETRYABLE: readonly number[] = [429, 502, 503, 504]

/**
 * Sends everything counted as OpenTelemetry logs, OTLP over HTTP in JSON: one request for each batch, one record for each hour of each group. So reports reach
 * ClickHouse, Loki, Elastic, Datadog and whatever else takes OTLP, directly or by an OpenTelemetry Collector.
 *
 * A write is rejected, and the batch sent again, when the receiver cannot be reached in time or answers 429, 502, 503 or 504. Anything else it would refuse again, so
 * that the batch is given up and `onRefused` told. A batch whose answer was lost arrives twice, with the same `log.record.uid` in its records.
 *
 * Throws a TypeError for a `url` or `headers` that cannot be sent; no message has their values.
 */
export function otlpSink(options: OtlpSinkOptions): ReportSink {
  const { serviceName = 'sallyport', timeout = 10_000, onRefused = (message) => console.warn(message) } = options
  const url = readUrl(options.url)
  const headers = readHeaders(options.headers ?? {})
  const send = options.fetch ?? fetch
  const receiver = `${url.origin}${url.pathname}`
  let told = ''
  const refused = (reason: string): void => {
    if (reason === told) return
    told = reason
    onRefused(`OTLP receiver ${receiver}: ${reason}`)
  }

  const write = async (batch: WriteBatch): Promise<void> => {
    if (batch.groups.length === 0) return
    const body = JSON.stringify(exportRequest(batch, serviceName))
    let response: Response
    try {
      // Headers are for this receiver and for none that it names.
      response = await send(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      })
    } catch (error) {
      throw new Error(`OTLP receiver ${receiver} cannot be reached: ${reasonOf(error)}`)
    }
    if (response.ok) {
      const rejected = await rejectedBy(response)
      if (rejected === undefined) told = ''
      else refused(rejected)
      return
    }
    await response.body?.cancel().catch(() => undefined)
    if (RETRYABLE.includes(response.status)) throw new Error(`OTLP receiver ${receiver} answers ${response.status}`)
    refused(`it answers ${response.status}, and what it was sent is given up`)
  }

  return { write, close: async () => undefined }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new TypeError('otlpSink: url is no absolute https: or http: URL; write https://otel.example:4318')
  if (url.username !== '' || url.password !== '')
    throw new TypeError("otlpSink: url has a user or a password; write them into headers: { authorization: 'Basic …' }")
  url.hash = ''
  if (!url.pathname.endsWith(PATH))
    url.pathname = (url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname) + PATH
  return url
}

function readHeaders(given: Readonly<Record<string, string>>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    try {
      headers.set(name, value)
    } catch {
      // The platform's own message has the value.
      throw new TypeError(`otlpSink: headers: ${JSON.stringify(name)} or its value cannot be in a header`)
    }
  }
  headers.set('content-type', 'application/json')
  return headers
}

/** What a receiver took and left out all the same: `partialSuccess`, which must not be sent again. */
async function rejectedBy(response: Response): Promise<string | undefined> {
  const answer: unknown = await response.json().catch(() => undefined)
  const partial = fieldOf(answer, 'partialSuccess')
  const rejected = Number(fieldOf(partial, 'rejectedLogRecords') ?? 0)
  if (!(rejected > 0)) return undefined
  const message = fieldOf(partial, 'errorMessage')
  return `it left out records: ${typeof message === 'string' ? JSON.stringify(message.slice(0, 500)) : 'no reason given'}`
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** `fetch failed` says nothing; its cause has a code. Its message may have anything. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = fieldOf(cause, 'code')
  if (typeof code === 'string') return code
  return error instanceof Error ? error.name : 'unknown reason'
}
