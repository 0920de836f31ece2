import type { Policy } from '@sallyport/core'
import type { NotedPage, PageSources } from './build-manifest.ts'
import type { BuiltApp, MadePath } from './built-app.ts'
import { compile } from './compile.ts'
import { requestPath } from './kept-file.ts'
import { type Delivery, type PolicyOutcome, policyOutcome } from './policy-outcome.ts'

export type RouteKind = 'static' | 'isr' | 'on demand' | 'partial' | 'dynamic' | 'route handler' | 'file'

/** One route of an app, and what becomes of its policy. */
export interface RouteReport extends PolicyOutcome {
  /** A path, or a page with parameters: `/posts/[slug]`. */
  readonly route: string
  /** What makes it: a page, or `public`. */
  readonly page: string
  readonly kind: RouteKind
  /** After how many seconds it is made anew; left out for never. */
  readonly revalidate?: number
  /**
   * `style` attributes, and `<style>`s that are not Next.js's: only `'unsafe-inline'` admits them. Left out where the build left no HTML.
   */
  readonly inlineStyles?: number
  /** In words, what its policy blocks in it. */
  readonly blocked: readonly string[]
  /** Whether that makes the page other than it should be: scripts, not styles. */
  readonly breaks: boolean
  /** Why it has not the policy that it should have. */
  readonly problem?: string
}

/**
 * By route. `inlineStyles` is by path.
 *
 * @throws {ConfigError} when the configuration that the build kept cannot be used.
 */
export function reportRoutes(app: BuiltApp, inlineStyles: ReadonlyMap<string, number>): readonly RouteReport[] {
  const context: Context = { app, policy: compile(app.channel.config), inlineStyles }
  return [
    ...[...app.made].map(([path, made]) => reportMade(path, made, context)),
    ...[...app.patterns].flatMap(([page, { isOpen, isPartial }]) =>
      isOpen ? [reportOpen(page, isPartial, context)] : [],
    ),
    ...[...app.output.rendered].flatMap(([page, isHandler]) => reportRendered(page, isHandler, context)),
    ...app.staticPages.flatMap((path) => reportUnknown(path, context)),
    ...Object.entries(app.manifest.files).flatMap(([path, sources]) => reportFile(path, sources, context)),
    ...app.manifest.publicFiles.map((path) => report(path, 'public', 'file', deliver(path, NONCELESS, context))),
  ].toSorted((one, other) => (one.route < other.route ? -1 : 1))
}

interface Context {
  readonly app: BuiltApp
  readonly policy: Policy
  readonly inlineStyles: ReadonlyMap<string, number>
}

const NONCELESS: Delivery = { by: 'nonceless' }
const NO_SOURCES: PageSources = { scripts: [], styles: [] }

function report(
  route: string,
  page: string,
  kind: RouteKind,
  outcome: PolicyOutcome & Partial<RouteReport>,
): RouteReport {
  const { blocked = [] } = outcome
  return { ...outcome, route, page, kind, blocked, breaks: blocked.some(isBreaking) }
}

function deliver(path: string, delivery: Delivery, { app, policy }: Context): PolicyOutcome {
  const { basePath } = app.channel
  return policyOutcome(policy, requestPath(path, { basePath, trailingSlash: app.trailingSlash }), delivery)
}

/** A path made at build. */
function reportMade(path: string, made: MadePath, context: Context): RouteReport {
  const { page, revalidate } = made
  const { manifest, output } = context.app
  const anew = revalidate === false ? {} : { revalidate }
  if (output.rendered.get(page) === true) {
    return report(path, page, 'route handler', { ...deliver(path, NONCELESS, context), ...anew })
  }
  const shell = manifest.shells[path]
  const sealed = manifest.sealed[path] ?? manifest.files[path]
  // Next.js 16 calls every page partial that could be, and seals say which are.
  if (shell !== undefined || (made.isPartial && sealed === undefined)) {
    return report(path, page, 'partial', { ...completed(path, shell, context), ...anew })
  }
  const kind = revalidate === false ? 'static' : 'isr'
  return report(path, page, kind, { ...kept(path, sealed, context), ...anew })
}

/** Paths of a page with parameters that are made when they are asked for. Its own name stands for them all. */
function reportOpen(page: string, isPartial: boolean, context: Context): RouteReport {
  const { manifest, channel, output } = context.app
  if (output.rendered.get(page) === true) return report(page, page, 'route handler', deliver(page, NONCELESS, context))
  const shell = manifest.shells[page]
  if (isPartial || shell !== undefined) return report(page, page, 'partial', completed(page, shell, context))
  const delivery: Delivery =
    channel.runtimePages === 'sealed' ? { by: 'hashes', sources: manifest.files[page] ?? NO_SOURCES } : { by: 'rest' }
  return report(page, page, 'on demand', deliver(page, delivery, context))
}

/** They make no route of their own. */
const PARTS: readonly string[] = ['/_app', '/_document', '/_error', '/_global-error']

/** What is made for every request. */
function reportRendered(page: string, isHandler: boolean, context: Context): readonly RouteReport[] {
  const { manifest, output } = context.app
  if (output.kept.has(page) || PARTS.includes(page)) return []
  if (isHandler) return [report(page, page, 'route handler', deliver(page, NONCELESS, context))]
  // An error page may come in its place, and that one was made at build.
  const delivery: Delivery = { by: 'nonce', sources: manifest.errorPages, isShell: false }
  return [report(page, page, 'dynamic', deliver(page, delivery, context))]
}

/** The build lists no page that it could not seal. Those for errors may be there without ever being sent. */
function reportUnknown(path: string, context: Context): readonly RouteReport[] {
  const { made, manifest } = context.app
  if (path in manifest.files || made.has(path) || path === '/404' || path === '/500') return []
  return [report(path, path, 'static', kept(path, undefined, context))]
}

/** A page of the Pages Router without data, or HTML of `public`. */
function reportFile(path: string, sources: NotedPage, context: Context): readonly RouteReport[] {
  const { made, patterns } = context.app
  if (made.has(path) || patterns.has(path)) return []
  const outcome = kept(path, sources, context)
  const isPublic = path.endsWith('.html') || path.endsWith('.htm')
  return [isPublic ? report(path, 'public', 'file', outcome) : report(path, path, 'static', outcome)]
}

function completed(path: string, shell: NotedPage | undefined, context: Context): PolicyOutcome & Partial<RouteReport> {
  const sources = shell ?? NO_SOURCES
  const blocked = shell?.blocked ?? []
  return { ...deliver(path, { by: 'nonce', sources, isShell: true }, context), ...styles(path, context), blocked }
}

function kept(path: string, sources: NotedPage | undefined, context: Context): PolicyOutcome & Partial<RouteReport> {
  const blocked = sources?.blocked ?? []
  const unsealed = blocked.find(isAboutPage)
  if (sources === undefined || unsealed !== undefined) {
    const outcome = deliver(path, { by: 'rest' }, context)
    if (outcome.without.length === 0) return outcome
    return {
      ...outcome,
      ...styles(path, context),
      problem: unsealed ?? 'The build could not seal it, and says why.',
    }
  }
  return { ...deliver(path, { by: 'hashes', sources }, context), ...styles(path, context), blocked }
}

/** What could not be sealed at all has one item, about the page. */
function isAboutPage(item: string): boolean {
  return kindOf(item) === 'page'
}

/** A page without its styles works, and a preload that is blocked is fetched later, by what needs it. */
function isBreaking(item: string): boolean {
  return !['style', 'preload'].includes(kindOf(item))
}

/** Of `12:3 script "…": why`, the first word behind the place. */
function kindOf(item: string): string {
  const [, kind = ''] = item.split(' ', 2)
  return kind.endsWith(':') ? kind.slice(0, -1) : kind
}

function styles(path: string, { inlineStyles }: Context): Partial<RouteReport> {
  const count = inlineStyles.get(path)
  return count === undefined ? {} : { inlineStyles: count }
}
