import { type CompiledCsp, createNonce } from '@sallyport/core'
import { NONCE_HEADER, POLICY, REPORT_ONLY } from './passed-headers.ts'

/** The request headers of the server that renders. */
export type RequestHeaders = Record<string, string | string[] | undefined>

/** What tells Next.js's own scripts from injected ones in the page that one request may have rendered. */
export interface RenderMark {
  /** Next.js puts it on its own elements. Nobody can know it before the page is made. */
  readonly nonce: string
  /** The nonce that the proxy drew, for a page of which a part is rendered for this request: this one takes its place. */
  readonly replaced: string | undefined
  /** The policy of the page that was asked for first. */
  readonly csp: CompiledCsp
}

const marks = new WeakMap<object, RenderMark>()

/** By the nonce that the proxy drew: Next.js works with copies of the headers too. */
const replacements = new Map<string, RenderMark>()
const MOST_REPLACEMENTS = 10_000

/**
 * Hands the renderer a nonce of our own. Whatever the request says is overwritten, because a client that gets round the proxy's `matcher`
 * may have said it. One nonce a request: those of error pages and of partially prerendered pages do reach a visitor, and must not be worth
 * anything on the next page.
 */
export function markRender(headers: RequestHeaders, csp: CompiledCsp): RenderMark {
  const known = marks.get(headers)
  if (known !== undefined) return known
  const passed = headers[NONCE_HEADER]
  const replaced = typeof passed === 'string' && passed !== '' ? passed : undefined
  const mark: RenderMark = { nonce: createNonce(), replaced, csp }
  marks.set(headers, mark)
  delete headers[REPORT_ONLY]
  headers[POLICY] = `script-src 'nonce-${mark.nonce}'`
  if (replaced !== undefined) {
    headers[NONCE_HEADER] = mark.nonce
    remember(replaced, mark)
  }
  return mark
}

export function markOf(headers: RequestHeaders): RenderMark | undefined {
  const passed = headers[NONCE_HEADER]
  return marks.get(headers) ?? (typeof passed === 'string' ? replacements.get(passed) : undefined)
}

function remember(replaced: string, mark: RenderMark): void {
  const [oldest] = replacements.keys()
  if (oldest !== undefined && replacements.size >= MOST_REPLACEMENTS) replacements.delete(oldest)
  replacements.set(replaced, mark)
}
