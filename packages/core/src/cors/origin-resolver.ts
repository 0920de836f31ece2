import { isToken } from '../http/token.ts'
import type { RequestView } from '../request.ts'
import { isThenable } from '../thenable.ts'

/**
 * Tells whether an origin may read this server's answers, for origins that no configuration can list, such as tenants' own domains. Called
 * with well-formed origins only, never with `null`. `signal` is aborted when the deadline has passed.
 */
export type OriginResolver = (origin: string, request: RequestView, signal: AbortSignal) => boolean | Promise<boolean>

/** Origins that are looked up while the server runs. */
export interface ResolvedOrigins {
  readonly resolve: OriginResolver
  /** Exact origins and patterns that are admitted without asking. Default: none. */
  readonly known?: readonly string[]
  /**
   * Seconds for which an answer is remembered, 0 to 86400. Default 60. Answers are remembered by origin and `Host`; one for which the
   * resolver read anything else of the request is not remembered, and neither is one that it gave at once, without a promise.
   */
  readonly cacheSeconds?: number
  /** How many answers are remembered at most, 1 to 1,000,000; then the one longest unused goes. Default 1000. */
  readonly cacheEntries?: number
  /** Milliseconds to wait for an answer, 1 to 60000; then the origin is refused. Default 2000. */
  readonly deadline?: number
  /** How many answers are waited for at once, 1 to 10,000; beyond that, origins are refused unasked. Default 100. */
  readonly concurrency?: number
  /** Hears why an origin could not be resolved: what the resolver threw, or that it was too late or too busy. */
  readonly onError?: (error: unknown, origin: string) => void
}

/** What a resolver said for one request. */
export interface Admission {
  /** Undefined: it failed, was too late, or said neither yes nor no. The origin is then refused. */
  readonly admitted: boolean | undefined
  /** The request headers it looked at beyond `Origin` and `Host`, so that the answer depends on them too. */
  readonly vary: readonly string[]
}

export type ResolverSettings = Required<Omit<ResolvedOrigins, 'known'>>

const NOTHING: readonly string[] = Object.freeze([])
const FAILED: Admission = Object.freeze({ admitted: undefined, vary: NOTHING })
const ADMITTED: Admission = Object.freeze({ admitted: true, vary: NOTHING })
const REFUSED: Admission = Object.freeze({ admitted: false, vary: NOTHING })

// RFC 1035 §2.3.4: 255 octets; a port comes on top. Longer ones are nobody's, and would fill the memory.
const LONGEST_HOST = 261

interface Answer {
  readonly admission: Admission
  /** The resolver looked at more than origin and host, so it has answered for that one request only. */
  readonly specific: boolean
}

/** Asks a resolver: once at a time for each origin, never longer than the deadline, and never more often than it has to. */
export class OriginAsker {
  readonly #settings: ResolverSettings
  readonly #answers = new Map<string, { readonly admission: Admission; readonly until: number }>()
  readonly #flights = new Map<string, Promise<Answer>>()
  #waiting = 0
  // Seen once, it is taken to be its way: sharing flights would then only make requests wait twice.
  #isSpecific = false

  constructor(settings: ResolverSettings) {
    this.#settings = settings
  }

  ask(origin: string, request: RequestView): Admission | Promise<Admission> {
    const host = request.header('host') ?? ''
    if (host.length > LONGEST_HOST) return this.#fail(origin, new Error('The Host header is longer than any host.'))
    const key = `${origin} ${host}`
    const known = this.#recall(key)
    if (known !== undefined) return known
    const flight = this.#isSpecific ? undefined : this.#flights.get(key)
    if (flight === undefined) return this.#start(key, origin, request)
    return flight.then(({ admission, specific }) => (specific ? this.#start(key, origin, request) : admission))
  }

  #recall(key: string): Admission | undefined {
    const known = this.#answers.get(key)
    if (known === undefined) return undefined
    this.#answers.delete(key)
    if (known.until <= performance.now()) return undefined
    // Behind all others: a Map keeps its order, and the first in it is the one longest unused.
    this.#answers.set(key, known)
    return known.admission
  }

  #remember(key: string, admission: Admission): void {
    const { cacheSeconds, cacheEntries } = this.#settings
    if (cacheSeconds === 0) return
    this.#answers.delete(key)
    this.#answers.set(key, { admission, until: performance.now() + cacheSeconds * 1000 })
    if (this.#answers.size <= cacheEntries) return
    for (const oldest of this.#answers.keys()) {
      this.#answers.delete(oldest)
      return
    }
  }

  #start(key: string, origin: string, request: RequestView): Admission | Promise<Admission> {
    const { resolve, concurrency } = this.#settings
    if (this.#waiting >= concurrency) {
      return this.#fail(origin, new Error(`${concurrency} origins are being resolved already.`))
    }
    const view = new RecordingView(request)
    const controller = new AbortController()
    let said: unknown
    try {
      said = resolve(origin, view, controller.signal)
    } catch (error) {
      return this.#fail(origin, error, view)
    }
    if (!isThenable(said)) return this.#read(said, origin, view)
    const flight = this.#wait(said, key, origin, view, controller)
    if (!this.#isSpecific) this.#flights.set(key, flight)
    return flight.then(({ admission }) => admission)
  }

  #wait(
    said: PromiseLike<unknown>,
    key: string,
    origin: string,
    view: RecordingView,
    controller: AbortController,
  ): Promise<Answer> {
    const { deadline } = this.#settings
    this.#waiting++
    return new Promise((settle) => {
      let isOpen = true
      const close = (admission: Admission): void => {
        if (!isOpen) return
        isOpen = false
        clearTimeout(timer)
        this.#waiting--
        this.#flights.delete(key)
        if (view.isSpecific) this.#isSpecific = true
        settle({ admission, specific: view.isSpecific })
      }
      const timer = setTimeout(() => {
        close(this.#fail(origin, new Error(`No answer within ${deadline} ms.`), view))
        controller.abort()
      }, deadline)
      // Not its own then, which may call back at once, before the flight is known, or throw.
      new Promise((resolve) => resolve(said)).then(
        (value) => {
          const admission = this.#read(value, origin, view)
          // An answer that comes too late for its request still serves the next one.
          if (admission.admitted !== undefined && !view.isSpecific) this.#remember(key, admission)
          close(admission)
        },
        (error: unknown) => close(isOpen ? this.#fail(origin, error, view) : FAILED),
      )
    })
  }

  #read(value: unknown, origin: string, view: RecordingView): Admission {
    if (typeof value !== 'boolean') {
      // Not what is merely truthy: an object that was found need not mean yes.
      return this.#fail(origin, new TypeError('The origin resolver answered neither true nor false.'), view)
    }
    const { vary } = view
    if (vary.length > 0) return Object.freeze({ admitted: value, vary })
    return value ? ADMITTED : REFUSED
  }

  #fail(origin: string, error: unknown, view?: RecordingView): Admission {
    try {
      this.#settings.onError(error, origin)
    } catch {
      // A listener's own mistake must not open or break anything.
    }
    return view === undefined || view.vary.length === 0
      ? FAILED
      : Object.freeze({ admitted: undefined, vary: view.vary })
  }
}

// A policy holds one, and whoever has the policy has its class.
Object.freeze(OriginAsker.prototype)

/** What the resolver sees of a request, and what it has looked at. */
class RecordingView implements RequestView {
  readonly #request: RequestView
  readonly #names = new Set<string>()
  #isSpecific = false

  constructor(request: RequestView) {
    this.#request = request
  }

  get isSpecific(): boolean {
    return this.#isSpecific
  }

  get vary(): readonly string[] {
    return this.#names.size === 0 ? NOTHING : Object.freeze([...this.#names])
  }

  // Method and path need no Vary: every cache tells requests apart by them.
  get method(): string {
    this.#isSpecific = true
    return this.#request.method
  }

  get path(): string {
    this.#isSpecific = true
    return this.#request.path
  }

  header(name: string): string | undefined {
    const lower = name.toLowerCase()
    if (lower !== 'origin' && lower !== 'host') {
      this.#isSpecific = true
      if (isToken(lower)) this.#names.add(lower)
    }
    return this.#request.header(lower)
  }
}
