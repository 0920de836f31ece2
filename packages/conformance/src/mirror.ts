import {
  applyHeaders,
  applyVary,
  compile,
  type Decision,
  decide,
  drawNonce,
  type HeaderSink,
  type Policy,
} from '@sallyport/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AdapterName } from './adapter.ts'
import { arbitraryConfig, arbitraryRequest } from './arbitrary.ts'
import { isContractHeader } from './case.ts'
import { send, type WireRequest, type WireResponse } from './http.ts'
import { noncesOf, withoutOwn } from './judge.ts'
import { type OwnVary, ownVary } from './own-vary.ts'
import { start } from './start.ts'

/** How much of the property one adapter is put to; every configuration is a server. */
interface Extent {
  readonly configs: number
  readonly requests: number
  readonly paths: readonly string[]
}

const PATHS: readonly string[] = [
  ...['/ok', '/ok?q=/html', '/vary', '/throw', '/stream', '/own-options', '/hijack'],
  ...['/set/x-a/1', '/set/vary/cookie', '/set/vary/Origin'],
]
const PAGES: readonly string[] = ['/html', '/static', '/missing']
// A Request's URL has been parsed, so that its path is another one by the time a policy sees it.
const ODD_PATHS: readonly string[] = ['//ok', '/x/../ok', '/./ok', '/%6fk', '/ok%2f', '/ok/']

const USUAL: Extent = { configs: 60, requests: 16, paths: [...PATHS, ...PAGES, ...ODD_PATHS] }
const EXTENTS: Readonly<Partial<Record<AdapterName, Extent>>> = {
  fetch: { ...USUAL, paths: [...PATHS, ...PAGES, '//ok'] },
  // A process for each configuration. Its pages are among the known gaps, and so compared case by case.
  next: { configs: 4, requests: 120, paths: PATHS.filter((path) => path !== '/set/vary/Origin') },
}

/**
 * The property behind the tables: for any policy and any request, what arrives over the socket is what `decide` says, applied to a
 * sink in memory, with the app's own headers in between.
 */
export function describeMirror(adapter: AdapterName): void {
  const { configs, requests, paths } = EXTENTS[adapter] ?? USUAL
  const request = arbitraryRequest(paths)
  test(`${adapter}: what arrives is what was decided`, { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryConfig,
        fc.array(request, { minLength: requests, maxLength: requests }),
        async (config, sent) => {
          const policy = compile(config)
          const server = await start(adapter, config)
          try {
            const { host } = new URL(server.url)
            const received = await Promise.all(sent.map((one) => send(server.url, one)))
            for (const [index, one] of sent.entries()) {
              const response = received[index]
              const told = foretell(policy, one, host)
              expect({ request: one, ...seen(response, told, ownVary(adapter)) }).toEqual({ request: one, ...told })
            }
          } finally {
            await server.close()
          }
        },
      ),
      // Shrinking starts a server for every attempt.
      { numRuns: configs, endOnFailure: adapter === 'next' },
    )
  })
}

interface Told {
  readonly headers: Readonly<Record<string, string>>
  /** Left out when the app answers: that is not for us to say. */
  readonly answer?: { readonly status: number; readonly body: string }
}

/** What is decided, as it must arrive. */
function foretell(policy: Policy, request: WireRequest, host: string): Told {
  const decision = decide(policy, viewOf(request, host))
  const headers = new Map<string, string>()
  const sink: HeaderSink = { get: (name) => headers.get(name), set: (name, value) => void headers.set(name, value) }
  applyHeaders(decision, sink)
  const nonce = decision.kind === 'continue' ? playApp(request, decision, sink) : ''
  applyVary(decision, sink)
  return {
    headers: Object.fromEntries([...headers].map(([name, value]) => [name, comparable(name, value, nonce)])),
    ...(decision.kind === 'answer' ? { answer: { status: decision.status, body: '' } } : {}),
  }
}

/** What the app does to the headers of ours on its side. Returns the nonce it read. */
function playApp({ method = 'GET', path }: WireRequest, decision: Decision, sink: HeaderSink): string {
  const isRead = method === 'GET' || method === 'HEAD'
  const [pathname = ''] = path.split('?')
  if (isRead && (pathname === '/vary' || pathname === '/hijack')) sink.set('vary', 'accept')
  if (isRead && pathname.startsWith('/set/vary/')) sink.set('vary', pathname.slice('/set/vary/'.length))
  return isRead && pathname === '/html' ? drawNonce(decision, sink) : ''
}

function viewOf({ method = 'GET', path, headers = {} }: WireRequest, host: string) {
  return {
    method,
    path,
    header: (name: string) => {
      const value = name === 'host' ? host : headers[name]
      return value === undefined ? undefined : [value].flat().join(', ')
    },
  }
}

/** What arrived, in the same form. A line that came twice shows as two values. */
function seen(response: WireResponse | undefined, { answer, headers: told }: Told, own: OwnVary): Told {
  const headers: Record<string, string> = {}
  if (response === undefined) return { headers }
  const [nonce = ''] = noncesOf(response)
  for (const [name, line] of response.lines) {
    // Apps and frameworks set it as well, but not on preflights.
    if (!isContractHeader(name) && !(name === 'cache-control' && told[name] !== undefined)) continue
    const value = name === 'vary' ? withoutOwn(line, own, told.vary) : line
    if (value === undefined) continue
    const before = headers[name]
    headers[name] = `${before === undefined ? '' : `${before} and again `}${comparable(name, value, nonce)}`
  }
  const { status, body } = response
  return { headers, ...(answer === undefined ? {} : { answer: { status, body } }) }
}

/** Lists in one order, policies and their directives too; the nonce, which is another for every response, as a word. */
function comparable(name: string, value: string, nonce: string): string {
  if (name === 'vary') return sorted(value.toLowerCase(), ',')
  if (!name.startsWith('content-security-policy')) return value
  const text = nonce === '' ? value : value.replaceAll(`'nonce-${nonce}'`, "'nonce-{nonce}'")
  return sorted(text, ',', (policy) => sorted(policy, ';'))
}

function sorted(list: string, separator: string, each = (element: string): string => element): string {
  const elements = list.split(separator).map((element) => each(element.trim()))
  return elements.sort().join(`${separator} `)
}
