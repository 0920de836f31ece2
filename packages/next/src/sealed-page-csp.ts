import { type CompiledCsp, type ContinueDecision, type HeaderPair, renderCsp } from '@sallyport/core'
import type { NextRequest } from 'next/server.js'
import type { PageSources } from './build-manifest.ts'
import { cacheableCsp } from './cacheable-csp.ts'
import type { PageCsp } from './page-csp.ts'
import type { Rendering } from './rendering.ts'
import type { SealedBuild } from './sealed-build.ts'
import { nonceCsp, sealedCsp } from './sealed-csp.ts'
import { warnAboutKeptChange } from './warning.ts'

/** What the renderer makes, and what is decided about it. */
export interface PageRequest {
  readonly request: NextRequest
  /** Of what is made, without the base path. */
  readonly path: string
  /** About the path that was asked for, with what the app's own proxy changed. */
  readonly decision: ContinueDecision
  /** Whether it changed the CSP. */
  readonly isChanged: boolean
  /** The policy that a kept page has, by its path. */
  readonly cspAt: (path: string) => CompiledCsp | null
}

/** What to send with a page of a build whose kept pages carry their own policies. */
export type SealedPageCsp =
  /** Nothing but this. */
  | PageCsp
  /** This policy, with a nonce. */
  | { readonly kind: 'nonce'; readonly decision: ContinueDecision }

/** Undefined for what is no page, or may be something else: then as without the build. */
export function sealedPageCsp(
  { request, path, decision, isChanged, cspAt }: PageRequest,
  rendering: Rendering,
  build: SealedBuild,
): SealedPageCsp | undefined {
  const isKeptRequest = isReading(request) && !isDraft(request, build)
  const page = rendering.kind === 'cacheable' ? rendering.page : undefined
  // Files come before what no page matches, and not before a page.
  const isOpen = page === undefined || page === NOT_FOUND
  const file = isOpen && isReading(request) ? fileOf(path, rendering, build) : undefined
  if (file !== undefined) {
    const csp = decision.csp?.hasNonce ? sealedCsp(decision.csp, file) : renderCsp(decision)
    return { csp, nonce: { state: 'cacheable' } }
  }
  if (path.startsWith('/_next/')) return { csp: withoutScripts(decision), nonce: { state: 'cacheable' } }
  if (rendering.kind === 'request' || (page !== undefined && (!isKeptRequest || isPartial(rendering)))) {
    return { kind: 'nonce', decision: withErrorPages(decision, build) }
  }
  if (page === undefined) return undefined
  const isSame = !isChanged && page !== NOT_FOUND && request.nextUrl.pathname === path
  const csp = isSame ? decision.csp : cspAt(page === NOT_FOUND ? NOT_FOUND : path)
  if (!csp?.hasNonce)
    return { csp: renderCsp(isChanged ? decision : { ...decision, csp }), nonce: { state: 'no-slot' } }
  if (isChanged) warnAboutKeptChange(page)
  // It comes with its policy: a second one would have to admit it too.
  const { locale } = request.nextUrl
  return { csp: [], nonce: { state: 'cacheable' }, page: locale ? `/${locale}${path}` : path }
}

/** Scripts and styles of the build, and images, are no pages; but a worker goes by the policy of its own script. */
function withoutScripts(decision: ContinueDecision): readonly HeaderPair[] {
  if (!decision.csp?.hasNonce) return renderCsp(decision)
  return [...cacheableCsp(decision.csp).headers, ...(decision.csp.others ?? [])]
}

const NOT_FOUND = '/_not-found'

/** An app without `app` has its not-found page in a file. */
function fileOf(path: string, rendering: Rendering, build: SealedBuild): PageSources | undefined {
  const isMissing = rendering.kind === 'unknown' && rendering.isMissing
  return build.fileAt(path) ?? (isMissing ? build.fileAt('/404') : undefined)
}

function isPartial(rendering: Rendering): boolean {
  return rendering.kind === 'cacheable' && rendering.isPartial === true
}

function isReading({ method }: NextRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

function isDraft({ cookies }: NextRequest, { draftKey }: SealedBuild): boolean {
  return draftKey !== undefined && cookies.get('__prerender_bypass')?.value === draftKey
}

/** Next.js may send an error page that was made at build. */
function withErrorPages(decision: ContinueDecision, { errorPages }: SealedBuild): ContinueDecision {
  return decision.csp === null ? decision : { ...decision, csp: nonceCsp(decision.csp, errorPages) }
}
