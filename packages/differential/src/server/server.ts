import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Case, Probe, Sighting, Violation } from '../case.ts'
import type { FromRunner, ToRunner } from '../control.ts'
import { frameHtml } from '../frame-url.ts'
import { PAGE_ORIGINS, runnerOrigin } from '../sites.ts'
import { answerModule, answerPage, answerProbe, openHeaders } from './answers.ts'
import { hasMarkup, renderCase } from './case-page.ts'
import { type Journal, openJournal } from './journal.ts'
import { type Loopback, startLoopback } from './loopback.ts'

export interface Events {
  onSighting(sighting: Sighting): void
  /** The runner has been through all cases. */
  onOver(): void
}

export interface RunServer extends Loopback {
  /** Where the browser has to begin. */
  readonly start: string
  readonly journal: Journal
}

/** Serves the cases, what they ask for and the runner, and hears what the runner saw. */
export async function startServer(cases: readonly Case[], events: Events): Promise<RunServer> {
  const byId = new Map(cases.map((one) => [one.id, one]))
  const probes = new Map<string, Probe>(cases.flatMap((one) => one.probes.map((probe) => [probe.id, probe])))
  const journal = openJournal()
  /** Pages that wait for the runner to listen. */
  const waiting = new Map<string, () => void>()
  const origins = PAGE_ORIGINS.filter((origin) => cases.some((one) => runnerOrigin(one) === origin))
  const control = new WebSocketServer({ noServer: true })
  const probed = new WebSocketServer({ noServer: true })
  let runner: WebSocket | undefined
  const say = (message: ToRunner): void => runner?.send(JSON.stringify(message))

  control.on('connection', (socket, request) => {
    runner = socket
    const origin = request.headers.origin ?? ''
    say({ kind: 'cases', cases: cases.filter((one) => runnerOrigin(one) === origin) })
    socket.on('message', (data) => {
      const message: FromRunner = JSON.parse(data.toString())
      if (message.kind === 'sighting') events.onSighting(message.sighting)
      if (message.kind === 'listening') waiting.get(message.id)?.()
      if (message.kind !== 'over') return
      const next = origins[origins.indexOf(origin) + 1]
      if (next === undefined) events.onOver()
      else say({ kind: 'next', url: `${next}/run` })
    })
  })

  const arrive = (probe: string): void => {
    journal.arrive(probe)
    say({ kind: 'arrival', probe })
  }

  const answer: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const id = url.searchParams.get('probe') ?? ''
    const probe = probes.get(id)
    if (request.method === 'OPTIONS') return void response.writeHead(204, openHeaders(request)).end()
    if (url.pathname === '/report') return takeReport(request, response, url)
    if (probe !== undefined) {
      const isHop = url.searchParams.has('hop')
      if (probe.redirect === undefined || isHop) arrive(id)
      return answerProbe(request, response, probe, isHop)
    }
    if (url.pathname === '/arrived') arrive(id)
    if (url.pathname === '/run')
      return answerPage(response, '<script type="module" src="/dist/page/runner.js"></script>')
    if (url.pathname.startsWith('/dist/')) return answerModule(response, url.pathname)
    const one = byId.get(url.searchParams.get('case') ?? url.pathname.slice('/case/'.length))
    if (one === undefined) return void response.writeHead(404).end()
    if (url.pathname.startsWith('/case/')) return answerCase(response, one)
    return answerPage(response, frameHtml(one, Number(url.searchParams.get('level'))))
  }

  const answerCase = (response: ServerResponse, one: Case): void => {
    const { headers, head, rest } = renderCase(one)
    response.writeHead(200, [...headers])
    if (!hasMarkup(one)) return void response.end(head + rest)
    response.write(head)
    waiting.set(one.id, () => response.end(rest))
  }

  const takeReport = (request: IncomingMessage, response: ServerResponse, url: URL): void => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const id = url.searchParams.get('probe') ?? ''
      const violation = violationOf(body, url.searchParams.get('policy') ?? '')
      journal.report(id, violation)
      if (violation.disposition === 'enforce') say({ kind: 'report', probe: id })
      response.writeHead(204).end()
    })
  }

  const loopback = await startLoopback(answer, (request, socket, head) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    if (url.pathname === '/control') {
      control.handleUpgrade(request, socket, head, (opened) => control.emit('connection', opened, request))
    } else {
      arrive(url.searchParams.get('probe') ?? '')
      probed.handleUpgrade(request, socket, head, () => {})
    }
  })
  return { ...loopback, start: `${origins[0] ?? ''}/run`, journal }
}

/** A report in the shape of CSP3 §5.3, as the event it would have been. */
function violationOf(body: string, policy: string): Violation {
  const { 'csp-report': report = {} } = JSON.parse(body)
  return {
    effectiveDirective: String(report['effective-directive'] ?? report['violated-directive']),
    blockedUri: String(report['blocked-uri']),
    disposition: String(report.disposition),
    originalPolicy: `report-to policy-${policy}`,
  }
}
