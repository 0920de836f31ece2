import type { AsyncLocalStorage } from 'node:async_hooks'
import { type CompiledCsp, createNonce } from '@sallyport/core'
import { NONCE_HEADER, POLICY, REPORT_ONLY } from './header-names.ts'

/**
 * Where a request's mark is: with its headers, and in no copy of them. A `WeakMap` of all requests took three times as long, the collection of garbage aside.
 */
const MARK: unique symbol = Symbol('render mark')

/** The request headers of the server that renders. */
export type RequestHeaders = Record<string, string | string[] | undefined> & { readonly [MARK]?: RenderMark }

/** What tells Next.js's own scripts from injected ones in the page that one request may have rendered. */
export interface RenderMark {
  /** Next.js puts it on its own elements. Nobody can know it before the page is made. */
  readonly nonce: string
  /** The nonce that the proxy drew, for a page of which a part is rendered for this request: this one takes its place. */
  readonly replaced: string | undefined
  /** The enforced policy that the proxy sends, if it did not know that the page is kept: Next.js puts it into the request as well. */
  readonly given: string | undefined
  /** The policy of the page that was asked for first. */
  readonly csp: CompiledCsp
}

/**
 * Of what runs now. Next.js also writes entries through a handler that it made for a copy of the headers, before the proxy ran: nothing but
 * the flow of the program leads from there to the request that was rendered.
 */
let running: AsyncLocalStorage<RenderMark> | undefined

/**
 * Hands the renderer a nonce of our own. Whatever the request says is overwritten, because a client that gets round the proxy's `matcher`
 * may have said it. One nonce a request: those of error pages and of partially prerendered pages do reach a visitor, and must not be worth
 * anything on the next page.
 */
export function markRender(headers: RequestHeaders, csp: CompiledCsp): RenderMark {
  const mark = headers[MARK] ?? createMark(headers, csp)
  // Imported here and so, because this is bundled for the edge runtime too, where it never runs.
  running ??= new (process.getBuiltinModule('node:async_hooks').AsyncLocalStorage)<RenderMark>()
  running.enterWith(mark)
  return mark
}

function createMark(headers: RequestHeaders, csp: CompiledCsp): RenderMark {
  const passed = headers[NONCE_HEADER]
  const replaced = typeof passed === 'string' && passed !== '' ? passed : undefined
  const policy = headers[POLICY]
  const given = typeof policy === 'string' ? policy : undefined
  const mark: RenderMark = { nonce: createNonce(), replaced, given, csp }
  // Not enumerable, so that nothing copies it.
  Object.defineProperty(headers, MARK, { value: mark })
  delete headers[REPORT_ONLY]
  headers[POLICY] = `script-src 'nonce-${mark.nonce}'`
  if (replaced !== undefined) headers[NONCE_HEADER] = mark.nonce
  return mark
}

export function markOf(headers: RequestHeaders): RenderMark | undefined {
  return headers[MARK]
}

/** The mark that a page carries, of those that it can have been rendered with; undefined for a page with none of them. */
export function markIn(html: string, headers: RequestHeaders): RenderMark | undefined {
  return [headers[MARK], running?.getStore()].find((mark) => mark !== undefined && html.includes(mark.nonce))
}
