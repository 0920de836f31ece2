import type { HeaderPair } from '../decision.ts'
import type { OriginMatcher } from '../origin/matcher.ts'
import type { OriginAsker } from './origin-resolver.ts'
import type { RequestedNames, RequestHeaderList } from './request-headers.ts'

/** A compiled CORS configuration: final header values and look-ups. */
export interface CorsPolicy {
  /** See `admission`. */
  readonly admits: (origin: string) => number
  /** Null: any origin. */
  readonly matcher: OriginMatcher | null
  /** Asked about an origin that `admits` does not know; null where nobody is. */
  readonly resolver: Pick<OriginAsker, 'ask'> | null
  /** Whether the resolver is asked about `http:` origins other than loopback ones. */
  readonly resolvesInsecure: boolean
  /** Answer with the origin's name; otherwise with `*`. */
  readonly namesOrigin: boolean
  readonly timing: boolean
  /** What an answer to anything but OPTIONS depends on. */
  readonly vary: readonly string[]
  /** What an answer to OPTIONS depends on: whether it is a preflight at all, to begin with. */
  readonly optionsVary: readonly string[]
  /** On every response, whoever asks. */
  readonly always: readonly HeaderPair[]
  /** Beside Access-Control-Allow-Origin on actual responses; includes what is `always` there. */
  readonly actual: readonly HeaderPair[]
  /** Beside Access-Control-Allow-Origin on preflights. */
  readonly preflight: readonly HeaderPair[]
  readonly preflightStatus: number
  readonly preflightContinue: boolean
  /** Null: any method. */
  readonly methods: readonly string[] | null
  /** The method goes into the answer by name, because `*` would be read literally beside credentials (Fetch §3.3.5). */
  readonly namesMethod: boolean
  /** Null: any header. */
  readonly requestHeaders: RequestHeaderList | null
  /** Reads the headers that go into the answer by name, for the same reason; null when none do. */
  readonly requestedNames: RequestedNames | null
}
