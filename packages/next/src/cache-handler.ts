import type { CompiledCsp } from '@sallyport/core'
import { type CachedPage, isCachedPage, isShell, pathOfKey } from './cached-page.ts'
import { addSources, isSealed } from './entry-sources.ts'
import { type HandlerClass, loadInnerClass } from './inner-handler.ts'
import { markBuildRenders } from './mark-build.ts'
import { markIn, markOf, markRender, type RequestHeaders } from './render-mark.ts'
import { type ReadingFs, readSealing, type Sealing } from './sealing.ts'
import { noteServed } from './served-entries.ts'
import { settleResponses } from './settle-response.ts'

/** What Next.js passes to a cache handler, as far as it is used here. One handler is made for each request. */
export interface HandlerContext {
  readonly dev?: boolean
  readonly fs?: ReadingFs
  readonly serverDistDir?: string
  /** The very headers that the renderer will read. */
  readonly _requestHeaders?: RequestHeaders
}

/** The handler that is wrapped: the app's own, or Next.js's. */
export interface InnerHandler {
  get(...args: GetArguments): Promise<CacheEntry | null>
  set(...args: SetArguments): Promise<unknown>
}

type GetArguments = [key: string, context: EntryContext, ...rest: readonly unknown[]]
type SetArguments = [key: string, value: unknown, context: EntryContext, ...rest: readonly unknown[]]

export interface EntryContext {
  readonly kind?: string
}

export interface CacheEntry {
  readonly value?: unknown
}

// When it is loaded: by then the process has loaded what it prerenders with, and has prerendered nothing.
markBuildRenders()

let known: { readonly folder: string; readonly sealing: Sealing | undefined } | undefined

function sealingFor({ dev, fs, serverDistDir: folder }: HandlerContext): Sealing | undefined {
  if (dev === true || fs === undefined || folder === undefined) return undefined
  if (known?.folder !== folder) {
    known = { folder, sealing: readSealing(fs, folder) }
    if (known.sealing !== undefined) settleResponses(known.sealing)
  }
  return known.sealing
}

/**
 * The `cacheHandler` of next.config that `withSallyport` sets: whatever is kept goes through here on its way to the wrapped handler, and
 * nothing is kept with a nonce in it, or without a policy of its own. Next.js calls it with `new`; it is no class, because what it makes is
 * the wrapped handler, with all that Next.js may ask of that one, now or later.
 */
export default function SealingCacheHandler(context: HandlerContext): InnerHandler {
  const { Handler, isOfNext } = loadInnerClass(context.serverDistDir)
  const sealing = sealingFor(context)
  if (sealing === undefined) return new Handler(context)
  if (!isOfNext) return sealed(new Handler(context), sealing, context._requestHeaders ?? {})
  Sealed ??= extend(Handler)
  return new Sealed(context, sealing)
}

/** Made once: one handler is made for each request. */
let Sealed: ReturnType<typeof extend> | undefined

/** @internal For tests: a class of handlers with sealing put around `get` and `set`. */
export function extend(Handler: HandlerClass): new (context: HandlerContext, sealing: Sealing) => InnerHandler {
  return class extends Handler {
    readonly #headers: RequestHeaders
    readonly #sealing: Sealing

    constructor(context: HandlerContext, sealing: Sealing) {
      super(context)
      this.#headers = context._requestHeaders ?? {}
      this.#sealing = sealing
    }

    override get(...args: GetArguments): Promise<CacheEntry | null> {
      return readSealed(this.#sealing, this.#headers, args, () => super.get(...args))
    }

    override set(...args: SetArguments): Promise<unknown> {
      return writeSealed(this.#sealing, this.#headers, args, () => super.set(...args))
    }
  }
}

/** @internal For tests: `inner` with sealing put around `get` and `set`, and left as it is: it may be the handler of other requests too. */
export function sealed<Inner extends InnerHandler>(inner: Inner, sealing: Sealing, headers: RequestHeaders): Inner {
  const get: InnerHandler['get'] = (...args) => readSealed(sealing, headers, args, () => inner.get(...args))
  const set: InnerHandler['set'] = (...args) => writeSealed(sealing, headers, args, () => inner.set(...args))
  return new Proxy(inner, {
    get(target, name) {
      if (name === 'get') return get
      if (name === 'set') return set
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

async function readSealed(
  sealing: Sealing,
  headers: RequestHeaders,
  [key, { kind }]: GetArguments,
  read: () => Promise<CacheEntry | null>,
): Promise<CacheEntry | null> {
  if (!isPage(kind)) return read()
  const path = pathOfKey(key)
  const csp = sealing.cspAt(path)
  if (csp === undefined) return read()
  // Before the entry is read: if there is none, the page is rendered next.
  markRender(headers, csp)
  const entry = await read()
  if (!isCachedPage(entry?.value)) return entry
  // One of an earlier deployment, say. Its own scripts cannot be told from injected ones, so it is rendered anew.
  if (!isSealed(entry.value) && !completeSealed(entry.value, csp, sealing, path)) return null
  noteServed(headers, path, entry.value)
  return entry
}

async function writeSealed(
  sealing: Sealing,
  headers: RequestHeaders,
  [key, value]: SetArguments,
  write: () => Promise<unknown>,
): Promise<unknown> {
  if (!isCachedPage(value)) return write()
  const path = pathOfKey(key)
  const csp = sealing.cspAt(path)
  if (csp === undefined) return write()
  if (!isSealed(value)) {
    // A page of the Pages Router may have nothing in it that Next.js marks.
    const nonce = markIn(value.html, headers)?.nonce ?? markOf(headers)?.nonce
    // Loaded by the first page that is made: it brings a parser of HTML, and most processes make none, those of a build above all.
    const { sealEntry } = await import('./seal-entry.ts')
    const isKnown = await sealEntry(value, nonce, csp, sealing, path)
    // Rendered for other headers than ours. Whoever waits for it gets it with its scripts blocked; the next one makes it anew.
    if (!isKnown) return undefined
  }
  noteServed(headers, path, value)
  return write()
}

function isPage(kind: string | undefined): boolean {
  return kind === 'APP_PAGE' || kind === 'PAGES'
}

/** What the build sealed, where Next.js keeps no headers, or none that name sources: it says so elsewhere. */
function completeSealed(page: CachedPage, csp: CompiledCsp, { manifest }: Sealing, path: string): boolean {
  const known = isShell(page) ? manifest.shells : page.kind === 'PAGES' ? manifest.files : {}
  const sources = Object.hasOwn(known, path) ? known[path] : undefined
  if (sources === undefined) return false
  addSources(page, csp, sources)
  return true
}
