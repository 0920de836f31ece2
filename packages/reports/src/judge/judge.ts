import { DIRECTIVES } from '@sallyport/core/csp'
import { type Disposition, fnv1a64, normalizePolicy, type Violation } from '@sallyport/core/report'
import type { Browser, Group, ServedPolicy, Standing } from '../group.ts'
import { type Blocked, createBlockedReader } from './blocked.ts'
import { BoundedCache } from './bounded-cache.ts'
import { browserOf } from './browser-family.ts'
import { type CheckedJudgeOptions, checkJudgeOptions, type JudgeOptions } from './judge-options.ts'
import { noiseOf } from './noise.ts'
import { blankNonces } from './nonce-blanking.ts'
import { createPageReader, type PagePlace } from './page-place.ts'
import { type KnownPolicy, PolicyLedger } from './policy-ledger.ts'
import { canHaveBlocked } from './verify.ts'

/** Says of each report what it is worth, and takes everything out of it that is a visitor's. */
export interface Judge {
  /**
   * The group that a report counts for: checked against the policies that were served, redacted, noise tagged. Frozen; reports alike get the same object as long as it is remembered.
   * Whatever the report holds, nothing is thrown; what the app's own `site` throws is passed on, as is a TypeError when it gives no text.
   *
   * @param browserHint the User-Agent of the report, or of its request.
   */
  group(violation: Violation, browserHint: { readonly userAgent: string }): Group
  /** Those served now, each once for every site that they are known to be of. */
  policies(): readonly ServedPolicy[]
}

/** Where reports of foreign pages are kept when `site` is a function: it is asked about the app's own origins alone. */
const SITE_OF_STRANGERS = 'default'

// Entries of each memory, at most twice as many. A flood of texts that nobody has sent before costs what reading them costs, and no memory beyond this.
const MOST_POLICY_TEXTS = 256
const MOST_ADDRESSES = 4096
const MOST_STANDINGS = 4096
/** UTF-16 code units, of a policy and of what else is judged. What is longer is judged each time. */
const LONGEST_POLICY = 16_384
const LONGEST_REMEMBERED = 600

/** @throws {ConfigError} with all that is wrong with the options. */
export function createJudge(options: JudgeOptions): Judge {
  return new LiveJudge(checkJudgeOptions(options))
}

interface NamedPolicy {
  readonly id: string
  readonly known: KnownPolicy | undefined
  /** Of the ledger when that was found. */
  readonly version: number
}

class LiveJudge implements Judge {
  readonly #options: CheckedJudgeOptions
  readonly #ledger: PolicyLedger
  readonly #pageOf = createPageReader(MOST_ADDRESSES)
  readonly #blockedOf = createBlockedReader(MOST_ADDRESSES)
  readonly #policies = new BoundedCache<NamedPolicy>(MOST_POLICY_TEXTS)
  readonly #standings = new BoundedCache<Standing>(MOST_STANDINGS)
  readonly #groups = new BoundedCache<Group>(MOST_STANDINGS)

  constructor(options: CheckedJudgeOptions) {
    this.#options = options
    this.#ledger = new PolicyLedger(options.policies)
  }

  group(violation: Violation, { userAgent }: { readonly userAgent: string }): Group {
    const page = this.#pageOf(violation.documentUrl)
    const isForeign = page.origin === '' || !this.#options.origins.has(page.origin)
    const site = this.#siteOf(page.origin, isForeign)
    const blocked = this.#blockedOf(violation.blockedUrl)
    const browser = browserOf(userAgent)
    const { id, known } = this.#policyOf(violation.originalPolicy)
    const disposition = known === undefined ? violation.disposition : servedAs(known, violation.disposition, browser)
    const standing = isForeign ? 'foreign' : this.#standingOf(known, disposition, violation, blocked, page, browser)
    if (known !== undefined && !isForeign) this.#ledger.noteSite(known, site)
    const { sourceFile, sample } = violation
    return this.#share({
      site,
      policy: id,
      disposition,
      directive: DIRECTIVES.has(violation.effectiveDirective) ? violation.effectiveDirective : UNKNOWN_DIRECTIVE,
      blocked: this.#blockedKey(violation, blocked),
      // The paths of pages that are not ours are none of our business.
      page: isForeign && page.origin !== '' ? `${page.origin}/*` : page.page,
      browser,
      standing,
      noise: noiseOf({ page, isForeign, blocked, sourceFile, sample }),
    })
  }

  policies(): readonly ServedPolicy[] {
    const { site } = this.#options
    return this.#ledger.current().flatMap(({ id, text, from, to, sites }) => {
      const names = typeof site === 'string' ? [site] : [...sites]
      return names.map((name) => ({ site: name, id, text, from, to }))
    })
  }

  #siteOf(origin: string, isForeign: boolean): string {
    const { site } = this.#options
    if (typeof site === 'string') return site
    if (isForeign) return SITE_OF_STRANGERS
    const name: unknown = site(origin)
    if (typeof name === 'string' && name !== '') return name
    throw new TypeError(`site(${JSON.stringify(origin)}) gave ${String(name)}, where the name of a site is needed.`)
  }

  #policyOf(text: string): NamedPolicy {
    this.#ledger.refresh()
    const key = blankNonces(text)
    const before = this.#policies.get(key)
    if (before !== undefined) {
      if (before.version === this.#ledger.version && (before.known !== undefined || !this.#ledger.refreshUnknown()))
        return before
    }
    const normalized = normalizePolicy(key)
    let known = this.#ledger.find(normalized)
    if (known === undefined && this.#ledger.refreshUnknown()) known = this.#ledger.find(normalized)
    const named = { id: known?.id ?? fnv1a64(normalized), known, version: this.#ledger.version }
    // One that was cut may be a part of a far longer text, all of which would be kept with it.
    if (text.length < LONGEST_POLICY) this.#policies.set(key, named)
    return named
  }

  #standingOf(
    known: KnownPolicy | undefined,
    disposition: Disposition,
    { effectiveDirective: directive }: Violation,
    blocked: Blocked,
    page: PagePlace,
    browser: Browser,
  ): Standing {
    if (known === undefined) return 'unknown-policy'
    const policy = known.parsed.get(disposition)
    if (policy === undefined) return 'inconsistent'
    const what = blocked.url === '' ? `${blocked.kind} ${blocked.key}` : blocked.url
    const key = `${known.id}\n${disposition}\n${directive}\n${page.origin}\n${browser}\n${what}`
    const before = this.#standings.get(key)
    if (before !== undefined) return before
    const claim = { policy, directive, blocked, pageOrigin: page.origin, browser }
    const standing = canHaveBlocked(claim) ? 'consistent' : 'inconsistent'
    if (key.length <= LONGEST_REMEMBERED) this.#standings.set(key, standing)
    return standing
  }

  /** Of `frame-ancestors`, the embedder, where it is told: Chromium and WebKit name the framed page itself, Firefox nothing. */
  #blockedKey({ effectiveDirective, referrer }: Violation, blocked: Blocked): string {
    if (effectiveDirective !== 'frame-ancestors') return blocked.key
    const embedder = this.#blockedOf(referrer)
    return embedder.kind === 'url' ? embedder.key : ''
  }

  #share(group: Group): Group {
    const { site, policy, disposition, directive, blocked, page, browser, standing, noise } = group
    const key = `${site}\n${policy}\n${disposition}\n${directive}\n${blocked}\n${page}\n${browser}\n${standing}\n${noise?.rule ?? ''}`
    const before = this.#groups.get(key)
    if (before !== undefined) return before
    const shared = Object.freeze(group)
    if (key.length <= LONGEST_REMEMBERED) this.#groups.set(key, shared)
    return shared
  }
}

/** In the place of a directive that no standard has: it could be anything. */
const UNKNOWN_DIRECTIVE = 'other'

/**
 * How the policy was served. WebKit's legacy reports do not say, and neither do old engines; where the policy was served in one way only, that is how. Other engines do say,
 * so that what they say stays.
 */
function servedAs({ parsed }: KnownPolicy, told: Disposition, browser: Browser): Disposition {
  if (parsed.has(told) || (browser !== 'webkit' && browser !== 'other')) return told
  const [only = told] = parsed.keys()
  return only
}
