import { PassThrough } from 'node:stream'
import { explain, type Policy } from '@sallyport/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** One line of what the shell shows live. */
export type Activity = { readonly id: number; readonly at: string } & News

/** A browser blocked something, says its report. All of it is the word of a stranger: show it as text only. */
interface Blocked {
  readonly kind: 'blocked'
  /** The page that the policy protects. */
  readonly page: string
  readonly directive: string
  /** An origin, or `inline` and the like. */
  readonly blocked: string
  /** For a page that was framed, whoever tried to. */
  readonly by?: string
}

/** This API said no, or answered in a way that the browser keeps from the page. */
interface Refused {
  readonly kind: 'refused'
  readonly reason: string
  readonly message: string
  readonly from: string
  readonly method: string
  readonly path: string
  /** Whether the visitor's session came along. */
  readonly session: boolean
}

/** A cross-origin request that was let in; for a preflight, with the method it asks for. */
interface Answered {
  readonly kind: 'answered'
  readonly from: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly session: boolean
  readonly asks?: string
}

type News = Blocked | Refused | Answered

/** Adds a line to what the shell shows. */
export type Tell = (news: News) => void

const KEPT = 300
const LONGEST = 300
const REFUSALS: ReadonlySet<string> = new Set([
  'origin-refused',
  'preflight-origin-refused',
  'preflight-method-refused',
  'preflight-header-refused',
  'cross-origin-refused',
])

/** Notes every cross-origin request, and streams what it and the result's caller tell from /activity. */
export function watch(app: FastifyInstance, policy: Policy): Tell {
  const kept: Activity[] = []
  const readers = new Set<PassThrough>()
  // Two servers in a row must not give two things the same id, or a reconnecting shell would take one for the other.
  let id = Date.now()

  function tell(news: News): void {
    const activity: Activity = { id: id++, at: new Date().toISOString(), ...news }
    kept.push(activity)
    if (kept.length > KEPT) kept.shift()
    for (const reader of readers) reader.write(eventOf(activity))
  }

  app.get('/activity', (request, reply) => {
    const seen = Number(request.headers['last-event-id'] ?? 0)
    const reader = new PassThrough()
    reader.write('retry: 1000\n\n')
    for (const activity of kept) if (activity.id > seen) reader.write(eventOf(activity))
    readers.add(reader)
    request.raw.on('close', () => readers.delete(reader))
    return reply.type('text/event-stream').header('cache-control', 'no-store').send(reader)
  })
  app.addHook('preClose', async () => {
    for (const reader of readers) reader.end()
  })

  app.addHook('onResponse', async (request, reply) => {
    const from = request.headers.origin
    if (from === undefined || request.url === '/activity') return
    const { reason, message } = explain(policy, viewOf(request))
    const common = {
      from: cut(from),
      method: request.method,
      path: cut(request.url),
      session: request.headers.cookie !== undefined,
    }
    const asks = request.headers['access-control-request-method']
    if (REFUSALS.has(reason)) tell({ kind: 'refused', reason, message, ...common })
    else
      tell({
        kind: 'answered',
        status: reply.raw.statusCode,
        ...common,
        ...(asks === undefined ? {} : { asks: cut(asks) }),
      })
  })
  return tell
}

function viewOf(request: FastifyRequest): Parameters<typeof explain>[1] {
  return {
    method: request.method,
    path: request.url,
    header: (name) => request.headers[name]?.toString(),
  }
}

function eventOf(activity: Activity): string {
  return `id: ${activity.id}\ndata: ${JSON.stringify(activity)}\n\n`
}

/** What others send is shown, so it is kept short. */
function cut(text: string): string {
  return text.slice(0, LONGEST)
}
