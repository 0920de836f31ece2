import { checkOptions, checkProfile } from '../caller-checks.ts'
import type { Page, Profile } from '../verdict.ts'
import type { Change } from './change.ts'
import { readSide } from './cover.ts'
import { type PolicyListInput, readEnforced } from './policy-list.ts'
import { restrictionChanges } from './restriction-changes.ts'
import { SOMEWHERE } from './sample-url.ts'
import { createListReader } from './spoken-list.ts'
import { createStandIns } from './stand-ins.ts'
import { surfaceChanges } from './surface-changes.ts'
import { SURFACES } from './surfaces.ts'
import { wordsWithoutEffect } from './words-without-effect.ts'

export interface DiffOptions {
  /** The page that both are sent with. Default: one over https and one over http, on a host that no policy names. */
  readonly page?: string
  /** Whose reading. Default `'spec'`. */
  readonly profile?: Profile
  /** Whether words that came or went without effect are listed too. Default false. */
  readonly equal?: boolean
}

/** Where a page is when it is not told: of two changes that differ in the scheme of the page, either is seen. */
const PAGES: readonly Page[] = [{ url: `https://page.${SOMEWHERE}/` }, { url: `http://page.${SOMEWHERE}/` }]

/** As many as it takes for every word of two policies as long as a header may be, and not for every word of hundreds of policies. */
const VERDICTS = 200_000

/**
 * What changes for a page when its policies do, by effective directive. Every `'loosened'` carries a witness that the matcher says was blocked
 * before and is allowed now, every `'tightened'` one the other way round. What may have been loosened without a witness is `'unproven'`: with
 * none of the two, `after` allows nothing that `before` blocks, for the page and the profile. Report-only policies are passed over. Never throws on any text.
 *
 * @throws {TypeError} for what is no policy, and for an option that does not exist.
 */
export function diff(before: PolicyListInput, after: PolicyListInput, options: DiffOptions = {}): readonly Change[] {
  checkOptions(options)
  const { profile = 'spec', equal = false } = options
  checkProfile(profile)
  const pages = options.page === undefined ? PAGES : [{ url: options.page }]
  const standIns = createStandIns()
  const old = readEnforced(before).map(standIns.policy)
  const fresh = readEnforced(after).map(standIns.policy)
  const comparison = {
    old,
    fresh,
    oldSide: readSide(old, profile),
    freshSide: readSide(fresh, profile),
    pages,
    profile,
    standIns,
    budget: { left: VERDICTS },
    listsOf: createListReader(standIns),
  }
  const changes = [
    ...SURFACES.flatMap((surface) => surfaceChanges(surface, comparison)),
    ...restrictionChanges(old, fresh, profile),
  ]
  return equal ? [...changes, ...wordsWithoutEffect(readEnforced(before), readEnforced(after), changes)] : changes
}
