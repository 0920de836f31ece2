import { type CompiledCsp, type ContinueDecision, createNonce, type HeaderPair, renderCsp } from '@sallyport/core'
import type { NextRequest } from 'next/server.js'
import { cacheableCsp } from './cacheable-csp.ts'
import type { PassedNonce } from './passed-headers.ts'
import type { Maker } from './proxy.ts'
import { readableByNext } from './readable-csp.ts'
import type { Rendering } from './rendering.ts'
import type { SealedBuild } from './sealed-build.ts'
import { sealedPageCsp } from './sealed-page-csp.ts'
import { warnAboutCacheable, warnAboutUnknown } from './warning.ts'

/** The CSP of one response, and what became of the nonce. */
export interface PageCsp {
  readonly csp: readonly HeaderPair[]
  readonly nonce: PassedNonce
  /** The path of a page that comes with its own policy, with its locale. */
  readonly page?: string
}

/** What is known about the pages of the app. */
export interface Pages {
  readonly renderingOf: (path: string) => Rendering
  /** Undefined when kept pages carry no policy of their own. */
  readonly build: () => SealedBuild | undefined
  /** Of a page by its path, without the base path. */
  readonly cspAt: (path: string) => CompiledCsp | null
  readonly isChanged: boolean
}

/**
 * A nonce is sent only with what is certainly rendered for this request. On anything that is kept and sent again it would either be
 * missing (all scripts blocked) or be kept too, and so known to every visitor.
 */
export function pageCsp(decision: ContinueDecision, maker: Maker, request: NextRequest, pages: Pages): PageCsp {
  const rendering: Rendering = maker.kind === 'renderer' ? pages.renderingOf(maker.path) : { kind: 'unknown' }
  const build = maker.kind === 'renderer' ? pages.build() : undefined
  if (maker.kind === 'renderer' && build !== undefined) {
    const { path } = maker
    const { isChanged, cspAt } = pages
    const sealed = sealedPageCsp({ request, path, decision, isChanged, cspAt }, rendering, build)
    if (sealed !== undefined) return 'kind' in sealed ? drawn(sealed.decision) : sealed
  }
  if (decision.csp === null || !decision.csp.hasNonce || maker.kind === 'proxy') {
    return { csp: renderCsp(decision), nonce: { state: 'no-slot' } }
  }
  if (rendering.kind === 'request') return drawn(decision)
  // Scripts in what a handler makes are the app's own, and the nonce-less form is the strictest answer to them.
  if (rendering.kind === 'handler') return { csp: renderCsp(decision), nonce: { state: 'handler' } }
  const { headers, withheld } = cacheableCsp(decision.csp)
  const csp = [...headers, ...(decision.csp.others ?? [])]
  if (maker.kind === 'renderer' && asksForDocument(request)) {
    if (rendering.kind === 'unknown') warnAboutUnknown(maker.path, withheld)
    else warnAboutCacheable(rendering.page, withheld)
  }
  return { csp, nonce: { state: rendering.kind } }
}

/** The page cannot say in time whether it will read the nonce, and Next.js's own scripts always need it. */
function drawn(decision: ContinueDecision): PageCsp {
  if (!decision.csp?.hasNonce) return { csp: renderCsp(decision), nonce: { state: 'no-slot' } }
  const value = createNonce()
  const csp = renderCsp({ ...decision, csp: readableByNext(decision.csp) }, value)
  return { csp, nonce: { state: 'drawn', value } }
}

/** Assets, data and prefetches run no scripts, so there is nothing to warn about. */
function asksForDocument(request: NextRequest): boolean {
  return request.headers.get('accept')?.includes('text/html') ?? false
}
