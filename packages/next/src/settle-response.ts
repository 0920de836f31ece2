import type { IncomingMessage, ServerResponse } from 'node:http'
import { type CompiledCsp, createNonce, type HeaderPair } from '@sallyport/core'
import type { PageSources } from './build-manifest.ts'
import { NONCE_HEADER, NONCE_STATE_HEADER, POLICY, REPORT_ONLY } from './header-names.ts'
import { readableByNext } from './readable-csp.ts'
import { markOf } from './render-mark.ts'
import { nonceCsp } from './sealed-csp.ts'
import type { Sealing } from './sealing.ts'
import { servedPolicy } from './served-entries.ts'
import { noteSettling, settlesResponses } from './settling.ts'
import { readShellSources, SHELL_HEADER } from './shell-sources.ts'

/** Of a Node.js response, what is used here. */
export interface SettledResponse {
  readonly req: Pick<IncomingMessage, 'headers' | 'url'>
  getHeader(name: string): number | string | readonly string[] | undefined
  setHeader(name: string, value: string | readonly string[]): unknown
  removeHeader(name: string): unknown
}

/**
 * Has a last look at each response before it begins. What the proxy decides by the path is not always what Next.js then sends: a page that
 * is rendered per request may turn out to be a kept not-found page, a kept page an error page, and a partially prerendered one has
 * whichever shell there is. Only here is it known which it was.
 */
export function settleResponses(sealing: Sealing): void {
  const { ServerResponse } = globalThis.process.getBuiltinModule('node:http')
  const { prototype } = ServerResponse
  if (settlesResponses()) return
  noteSettling()
  // No other way leads to the responses. Those that the proxy has not marked, and that no sealed entry was read for, go through untouched.
  // The second one is for the requests that came before this module was loaded: `compress` has kept the `writeHead` that it found.
  for (const name of ['writeHead', '_implicitHeader']) {
    const original: unknown = Reflect.get(prototype, name)
    if (typeof original !== 'function') continue
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: ServerResponse, ...args: readonly unknown[]): unknown {
        if (!this.headersSent) settle(this, sealing)
        return Reflect.apply(original, this, args)
      },
    })
  }
}

export function settle(response: SettledResponse, sealing: Sealing): void {
  const { headers } = response.req
  const shell = takeShell(response)
  const mark = markOf(headers)
  const passed = headers[NONCE_HEADER]
  const state = headers[NONCE_STATE_HEADER]
  if (shell === undefined && mark === undefined && state === undefined) return
  const drawn = mark?.replaced ?? (typeof passed === 'string' && passed !== '' ? passed : undefined)
  if (drawn !== undefined) {
    for (const name of [POLICY, REPORT_ONLY]) settlePolicies(response, name, drawn, mark?.nonce ?? drawn, shell)
    settleDoubles(response)
    return
  }
  // Without a mark nothing was read for this request, which got what was read for another; then its own headers are as the proxy left them.
  const given = mark === undefined ? headers[POLICY] : mark.given
  if (typeof given === 'string') dropGiven(response, given)
  // A kept page that came with its own, as nearly all do.
  if (state !== 'unknown' && hasPolicy(response)) return
  if (!isHtml(response)) return
  const served = state === 'unknown' || !hasPolicy(response) ? servedPolicy(headers) : undefined
  for (const [name, value] of served ?? []) response.setHeader(name, value)
  // An error page, rendered for this request: what is kept has its policy with it.
  if (state !== 'cacheable' || hasPolicy(response)) return
  const csp = mark?.csp ?? sealing.cspAt(pathOf(response.req.url))
  if (csp === undefined) return
  for (const [name, value] of errorPolicy(csp, sealing.manifest.errorPages, mark?.nonce))
    response.setHeader(name, value)
}

/** The page turned out to be one that has its own. */
function dropGiven(response: SettledResponse, given: string): void {
  const values = listed(response.getHeader(POLICY))
  const own = values.filter((value) => value !== given)
  if (own.length > 0 && own.length < values.length) response.setHeader(POLICY, own)
}

function settlePolicies(
  response: SettledResponse,
  name: string,
  drawn: string,
  nonce: string,
  shell: PageSources | undefined,
): void {
  const values = listed(response.getHeader(name))
  const isProxys = (value: string) => value.includes(`'nonce-${drawn}'`)
  const own = values.filter((value) => !isProxys(value))
  // The entry that was sent in place of the page has its own policy, which is all it needs.
  if (own.length > 0 && own.length < values.length) {
    response.setHeader(name, own)
  } else if (values.length > 0 && own.length === 0 && (nonce !== drawn || shell !== undefined)) {
    response.setHeader(
      name,
      values.map((value) => withSources(name, value, drawn, nonce, shell)),
    )
  }
}

function withSources(
  name: string,
  value: string,
  drawn: string,
  nonce: string,
  shell: PageSources | undefined,
): string {
  const chunks = value.split(drawn)
  if (shell === undefined) return chunks.join(nonce)
  const kind = name === POLICY ? POLICY : REPORT_ONLY
  const header = { name: kind, chunks, nonceless: '' } as const
  const [made] = nonceCsp({ headers: [header], hasNonce: true, nonceless: [] }, shell).headers
  return (made?.chunks ?? chunks).join(nonce)
}

/** What goes along with a policy comes with the page and from the proxy too. */
function settleDoubles(response: SettledResponse): void {
  const values = listed(response.getHeader('x-frame-options'))
  const [, second] = values
  if (second !== undefined) response.setHeader('x-frame-options', second)
}

function errorPolicy(csp: CompiledCsp, sources: PageSources, nonce = createNonce()): readonly HeaderPair[] {
  const { headers, others = [] } = nonceCsp(readableByNext(csp), sources)
  return [...headers.map(({ name, chunks }): HeaderPair => [name, chunks.join(nonce)]), ...others]
}

function takeShell(response: SettledResponse): PageSources | undefined {
  const [text] = listed(response.getHeader(SHELL_HEADER))
  if (text === undefined) return undefined
  response.removeHeader(SHELL_HEADER)
  return readShellSources(text)
}

function hasPolicy(response: SettledResponse): boolean {
  return [POLICY, REPORT_ONLY].some((name) => response.getHeader(name) !== undefined)
}

function isHtml(response: SettledResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/html')
}

function pathOf(url: string | undefined): string {
  const [path = '/'] = (url ?? '/').split('?')
  return path
}

function listed(value: number | string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'object' ? value : [String(value)]
}
