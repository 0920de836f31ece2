import { isRecord, readRecord } from './record.ts'
/** What `next build` left about one app, reduced to what tells pages rendered per request from pages that are kept. */
export interface BuildOutput {
  /** Paths and pages that have, or may get, a kept response: prerendered, ISR, generated on demand, partially prerendered. */
  readonly kept: ReadonlySet<string>
  /** Those of them of which only a part is kept, and the rest rendered per request. */
  readonly partial: ReadonlySet<string>
  /** Pages made for every request, unless they are in `kept`; true for route handlers. */
  readonly rendered: ReadonlyMap<string, boolean>
  /** Pages with parameters in the order Next.js tries them, by its own expressions. */
  readonly patterns: readonly { readonly page: string; readonly matches: RegExp }[]
  /** Rewrites that come before every page. */
  readonly before: readonly RegExp[]
  /** Rewrites that come before pages with parameters. */
  readonly between: readonly RegExp[]
  /** Rewrites for what no page matched. */
  readonly after: readonly RegExp[]
}

/** Reads a file of the build folder as text; undefined when it is not there. */
export type ReadBuildFile = (name: string) => string | undefined

/** Undefined when a manifest is missing or is not shaped as expected: a guess could send a nonce to a page that is kept. */
export function parseBuildOutput(read: ReadBuildFile): BuildOutput | undefined {
  const prerender = readRecord(read, 'prerender-manifest.json')
  const routes = readRecord(read, 'routes-manifest.json')
  const app = readRecord(read, 'server/app-paths-manifest.json')
  const pages = readRecord(read, 'server/pages-manifest.json') ?? {}
  const keptPaths = prerender?.routes
  const keptPages = prerender?.dynamicRoutes
  const patterns = routes?.dynamicRoutes
  if (!isRecord(keptPaths) || !isRecord(keptPages) || !Array.isArray(patterns)) return undefined

  const kept = new Set([...Object.keys(keptPaths), ...Object.keys(keptPages)])
  for (const entry of Object.values(keptPaths)) {
    const page = isRecord(entry) ? entry.srcRoute : undefined
    if (typeof page === 'string') kept.add(page)
  }
  const rewrites = routes?.rewrites
  return {
    kept,
    partial: new Set([...Object.entries(keptPaths), ...Object.entries(keptPages)].flatMap(readPartial)),
    rendered: new Map([...Object.keys(app ?? {}).map(readAppPath), ...Object.entries(pages).flatMap(readPage)]),
    patterns: patterns
      .filter(isRecord)
      .flatMap(({ page, regex }) =>
        typeof page === 'string' && typeof regex === 'string' ? [{ page, matches: new RegExp(regex) }] : [],
      ),
    before: isRecord(rewrites) ? readRewrites(rewrites.beforeFiles) : [],
    between: readRewrites(isRecord(rewrites) ? rewrites.afterFiles : rewrites),
    after: isRecord(rewrites) ? readRewrites(rewrites.fallback) : [],
  }
}

function readPartial([path, entry]: [string, unknown]): readonly string[] {
  return isRecord(entry) && entry.renderingMode === 'PARTIALLY_STATIC' ? [path] : []
}

/** `/(shop)/cart/page` is the page `/cart`: groups and parallel slots are no part of a path. */
function readAppPath(appPath: string): readonly [page: string, isHandler: boolean] {
  const segments = appPath.split('/').slice(1)
  const isHandler = segments.pop() === 'route'
  const visible = segments.filter((segment) => !isGroup(segment) && !segment.startsWith('@'))
  return [`/${visible.join('/')}`, isHandler]
}

/** `(shop)`, but not `(.)photo`, which intercepts. */
function isGroup(segment: string): boolean {
  return segment.startsWith('(') && segment.endsWith(')')
}

/** The Pages Router's: an `.html` file was prerendered for good. */
function readPage([page, file]: [string, unknown]): readonly (readonly [page: string, isHandler: boolean])[] {
  return typeof file === 'string' && file.endsWith('.js') ? [[page, page === '/api' || page.startsWith('/api/')]] : []
}

function readRewrites(rewrites: unknown): readonly RegExp[] {
  if (!Array.isArray(rewrites)) return []
  return rewrites.filter(isRecord).flatMap((rewrite) => {
    const { regex } = rewrite
    return typeof regex === 'string' && !isInterception(rewrite) ? [new RegExp(regex)] : []
  })
}

/** Next.js adds one per intercepting route, for client-side navigation alone. */
function isInterception({ has }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(has) && has.some((condition) => isRecord(condition) && condition.key === 'next-url')
}
