import { normalisePath } from './http/path.ts'

/** A tree of path segments. Each node is visited at most once per look-up. */
export interface RouteNode<T> {
  readonly literal: Map<string, RouteNode<T>>
  /** `:name` or `*` before the end: any one segment. */
  any: RouteNode<T> | null
  /** Ends here. */
  readonly here: MethodTable<T>
  /** `/*` at the end: this path and everything below. */
  readonly below: MethodTable<T>
}

interface MethodTable<T> {
  readonly byMethod: Map<string, T>
  every: T | null
}

export function createRouteTree<T>(): RouteNode<T> {
  return { literal: new Map(), any: null, here: createTable(), below: createTable() }
}

function createTable<T>(): MethodTable<T> {
  return { byMethod: new Map(), every: null }
}

/** Adds a route; false when that path and method are taken. `path` is one in which {@link routePathProblem} finds nothing. */
export function addRoute<T>(root: RouteNode<T>, path: string, method: string | null, value: T): boolean {
  const segments = path.slice(1).split('/')
  const below = segments.at(-1) === '*'
  let node = root
  for (const segment of below ? segments.slice(0, -1) : segments) node = childFor(node, segment)
  const table = below ? node.below : node.here
  if (method === null) {
    if (table.every !== null) return false
    table.every = value
    return true
  }
  if (table.byMethod.has(method)) return false
  table.byMethod.set(method, value)
  return true
}

function childFor<T>(node: RouteNode<T>, segment: string): RouteNode<T> {
  if (isParameter(segment)) {
    node.any ??= createRouteTree<T>()
    return node.any
  }
  const existing = node.literal.get(segment)
  if (existing !== undefined) return existing
  const created = createRouteTree<T>()
  node.literal.set(segment, created)
  return created
}

function isParameter(segment: string): boolean {
  return segment === '*' || segment.startsWith(':')
}

/**
 * The value of the most specific route that has the path and knows the method. Paths are compared segment by segment from the left: a
 * literal is more specific than a parameter, a parameter than what a `/*` covers, and a path that ends here than one that goes on by `/*`. Of one path,
 * the rule for the method comes before the one for all; for `HEAD`, a rule for `GET` stands between. The order of the routes
 * does not count. Undefined for none, and for a path that servers read in more than one way: then the base decides.
 */
export function findRoute<T>(root: RouteNode<T>, path: string, method: string): T | undefined {
  const normal = normalisePath(path)
  if (normal === undefined) return undefined
  return walk(root, normal.slice(1).split('/'), 0, method) ?? undefined
}

function walk<T>(node: RouteNode<T>, segments: readonly string[], depth: number, method: string): T | null {
  if (depth === segments.length) return inTable(node.here, method) ?? inTable(node.below, method)
  const segment = segments[depth] ?? ''
  const literal = node.literal.get(segment)
  const found = literal === undefined ? null : walk(literal, segments, depth + 1, method)
  if (found !== null) return found
  const parameter = node.any === null || segment === '' ? null : walk(node.any, segments, depth + 1, method)
  return parameter ?? inTable(node.below, method)
}

function inTable<T>(table: MethodTable<T>, method: string): T | null {
  // A server answers HEAD with what GET would send (RFC 9110 §9.3.2).
  return table.byMethod.get(method) ?? (method === 'HEAD' ? table.byMethod.get('GET') : undefined) ?? table.every
}

/** What is wrong with a configured route path; undefined when nothing is. */
export function routePathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return 'does not start with a slash'
  if (path.includes('?') || path.includes('#')) return 'has a query or fragment'
  if (normalisePath(path) !== path)
    return 'is not in normal form (dot segments, empty segments, or needless percent-encoding)'
  const segments = path.slice(1).split('/')
  const odd = segments.find((segment) => (segment.includes('*') && segment !== '*') || segment === ':')
  return odd === undefined ? undefined : `has "${odd}", which is neither a literal, ":name" nor "*"`
}
