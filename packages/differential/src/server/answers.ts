import { readFileSync } from 'node:fs'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { isInlineName, REQUEST_ACTS } from '../act/acts.ts'
import { contentOf } from '../act/content.ts'
import type { Probe } from '../case.ts'

/** Everything is let in, so that nothing but a policy can stand in a probe's way. */
export function openHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const { origin } = request.headers
  return {
    'access-control-allow-origin': origin ?? '*',
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': request.headers['access-control-request-method'] ?? 'GET',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? 'x-any',
    'cache-control': 'no-store',
    'service-worker-allowed': '/',
  }
}

export function answerProbe(request: IncomingMessage, response: ServerResponse, probe: Probe, isHop: boolean): void {
  const headers = openHeaders(request)
  if (probe.redirect !== undefined && !isHop) {
    response.writeHead(302, { ...headers, location: probe.redirect }).end()
    return
  }
  // A form's page stays, to tell of what only a report-only policy minds.
  if (probe.act === 'form') {
    response.writeHead(204, headers).end()
    return
  }
  const served = isInlineName(probe.act) ? undefined : contentOf(REQUEST_ACTS[probe.act].content, probe.id)
  response.writeHead(200, { ...headers, 'content-type': served?.type ?? 'text/plain' }).end(served?.body)
}

/** A page without a policy: the runner's, or one around a framed case. */
export function answerPage(response: ServerResponse, body: string): void {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(
      `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,"></head><body>${body}</body></html>`,
    )
}

/** The runner's own modules, as the build made them. */
export function answerModule(response: ServerResponse, path: string): void {
  const file = join(import.meta.dirname, '..', '..', 'dist', path.slice('/dist/'.length))
  response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-store' }).end(readFileSync(file))
}
