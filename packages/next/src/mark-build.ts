import { SEAL_NAME } from './channel.ts'

const MOCK = 'next/dist/server/lib/mock-request.js'
const MARKED = Symbol.for('@sallyport/next.marked')

/**
 * Makes the pages that this process prerenders carry the seal nonce of the build. Next.js renders them for a request of its own making,
 * and puts the nonce of that request's policy on the scripts and styles that it writes itself: that is how they are told from what was
 * injected. Outside a build, and in processes that prerender nothing, it does nothing.
 */
export function markBuildRenders(): void {
  const nonce = process.env[SEAL_NAME]
  const createRequire = globalThis.process?.getBuiltinModule?.('node:module')?.createRequire
  if (nonce === undefined || createRequire === undefined) return
  for (const prototype of mockedRequests(createRequire)) markRequests(prototype, nonce)
}

/** The class of each copy of Next.js that is loaded: the one that renders has loaded its own before it loads a cache handler. */
function mockedRequests(createRequire: (path: string) => NodeJS.Require): readonly object[] {
  const require = createRequire(`${process.cwd()}/package.json`)
  return Object.keys(require.cache)
    .filter((file) => file.replaceAll('\\', '/').endsWith(MOCK))
    .flatMap((file) => {
      const loaded: unknown = require(file)
      return prototypeOf(loaded)
    })
}

function prototypeOf(loaded: unknown): readonly object[] {
  if (typeof loaded !== 'object' || loaded === null || !('MockedRequest' in loaded)) return []
  const { MockedRequest } = loaded
  return typeof MockedRequest === 'function' && typeof MockedRequest.prototype === 'object'
    ? [MockedRequest.prototype]
    : []
}

function markRequests(prototype: object, nonce: string): void {
  if (MARKED in prototype) return
  const kept = new WeakMap<object, object>()
  Object.defineProperty(prototype, MARKED, { value: true })
  Object.defineProperty(prototype, 'headers', {
    configurable: true,
    get(this: object) {
      return kept.get(this)
    },
    set(this: object, headers: object) {
      kept.set(this, { ...headers, 'content-security-policy': `script-src 'nonce-${nonce}'` })
    },
  })
}
