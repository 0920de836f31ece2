import type { FetchHandler } from '@sallyport/core'

/** Where a handler answers. */
export interface MountOptions {
  /** `/csp-reports`: this path alone. `/reports/*`: `/reports` and everything below. */
  readonly path: string
  readonly handler: FetchHandler
}

export interface Mount {
  readonly path: string
  readonly handler: FetchHandler
  /** Whether a request target, with or without a query, is the mount's. */
  covers(target: string): boolean
}

/** @throws {TypeError} when there is nothing to mount, or nowhere to. */
export function createMount(options: MountOptions): Mount {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`reports: ${show(given)} says nothing of where and what. ${FIX}`)
  }
  const { path, handler } = options
  checkPath(path)
  checkHandler(handler)
  const isTree = path.endsWith('/*')
  const start = isTree ? path.slice(0, -2) : path
  return { path, handler, covers: (target) => target.startsWith(start) && isEnd(target, start.length, isTree) }
}

const FIX = "Write { path: '/csp-reports', handler: createCollector({ … }) }."

/** @throws {TypeError} */
export function checkHandler(handler: unknown): void {
  if (typeof handler === 'function') return
  throw new TypeError(
    `reports: ${handler === undefined ? 'the handler is missing' : `the handler is ${show(handler)}`}. It is a function that answers a Request with a Response, such as createCollector({ … }) of @sallyport/reports gives.`,
  )
}

function checkPath(path: unknown): void {
  if (typeof path !== 'string') throw new TypeError(`reports: the path is ${show(path)}. ${FIX}`)
  const wrong = pathProblem(path)
  if (wrong !== undefined) throw new TypeError(`reports: the path ${show(path)} ${wrong}. ${FIX}`)
}

function pathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return 'does not start with a slash'
  if (path.includes('?') || path.includes('#')) return 'has a query or fragment'
  const segments = path.slice(1).split('/')
  const literal = segments.at(-1) === '*' ? segments.slice(0, -1) : segments
  const odd = literal.find(
    (segment) => segment.startsWith(':') || segment.includes('*') || segment === '.' || segment === '..',
  )
  if (odd !== undefined) return `has ${show(odd)} in it, and is one path, or all below one when it ends with /*`
  return literal.slice(0, -1).includes('') ? 'has an empty segment' : undefined
}

function isEnd(target: string, index: number, isTree: boolean): boolean {
  const next = target[index]
  return next === undefined || next === '?' || (isTree && next === '/')
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
