import { fnv1a64 } from '@sallyport/core/report'
import { type Browser, type FoldedGroup, fingerprintOf, type Group, type WriteBatch } from '../src/index.ts'
import { idOf, SEED_GROUPS, SEED_POLICIES, type SeedGroup } from './seed-groups.ts'

const HOUR = 3_600_000
const DAYS = 14
/** How the reports of a group part among those browsers that send it. */
const SHARES: Readonly<Record<Browser, number>> = { chromium: 0.62, webkit: 0.24, firefox: 0.14, other: 0.01 }

/**
 * Fourteen days of a shop's traffic up to `now`, the same for every run in the same hour, in batches of six hours. Batches have the same ids then too, so that a
 * store that is seeded twice within the hour counts it once.
 */
export function seedTraffic(now: number): readonly WriteBatch[] {
  const last = Math.floor(now / HOUR)
  const start = last - DAYS * 24 + 1
  const random = randomOf(20_261_126)
  const policies = SEED_POLICIES.map(({ site, text, from, to }) => ({
    site,
    id: idOf({ site, text, from, to }),
    text,
    from: now - from * 24 * HOUR,
    to: now - to * 24 * HOUR,
  }))
  const batches: WriteBatch[] = []
  for (let hour = start; hour <= last; hour += 6) {
    const hours = [0, 1, 2, 3, 4, 5].map((offset) => hour + offset).filter((one) => one <= last)
    const groups = hours.flatMap((one) => SEED_GROUPS.flatMap((group) => foldHour(group, one, now, random)))
    batches.push({ id: `seed-${last}-${hour}`, groups, policies })
  }
  return batches
}

/** A few more reports of now, for a page that is looked at. */
export function seedMoment(now: number, random: () => number): WriteBatch {
  const hour = Math.floor(now / HOUR)
  const groups = SEED_GROUPS.flatMap((group) => foldHour({ ...group, reports: group.reports / 60 }, hour, now, random))
  return { id: `seed-${now}`, groups, policies: [] }
}

function foldHour(seed: SeedGroup, hour: number, now: number, random: () => number): readonly FoldedGroup[] {
  const [from, to] = seed.days ?? [DAYS, 0]
  // In whole hours, so that all runs of an hour agree.
  const age = (Math.floor(now / HOUR) - hour) / 24
  if (age > from || age < to) return []
  const shares = seed.browsers.reduce((sum, browser) => sum + SHARES[browser], 0)
  return seed.browsers.flatMap((browser) => {
    const rate = (seed.reports / 24) * (SHARES[browser] / shares) * busyness(hour)
    const count = draw(rate, random)
    if (count === 0) return []
    const group = groupOf(seed, browser)
    const start = hour * HOUR
    const end = Math.min(start + HOUR, now)
    const at = start + random() * (end - start) * 0.5
    return [
      {
        ...group,
        fingerprint: fingerprintOf(group),
        hour,
        count,
        first: Math.floor(at),
        last: Math.floor(at + random() * (end - at)),
        clients: clientsOf('client', hour, Math.min(count, seed.clients), random),
        vouched: clientsOf('vouched', hour, Math.min(count, seed.vouched), random),
      },
    ]
  })
}

function groupOf(
  { policy, disposition, directive, blocked, page, standing, noise }: SeedGroup,
  browser: Browser,
): Group {
  const site = policy === 'made up' ? 'shop' : policy.site
  return { site, policy: idOf(policy), disposition, directive, blocked, page, browser, standing, noise }
}

/** People shop in the evening, and less at weekends. 1 on average, roughly. */
function busyness(hour: number): number {
  const ofDay = 1 + 0.75 * Math.sin(((hour % 24) - 13) * (Math.PI / 12))
  // The epoch began on a Thursday.
  const weekday = (Math.floor(hour / 24) + 4) % 7
  return ofDay * (weekday === 0 || weekday === 6 ? 0.7 : 1.1)
}

/** A number of events at this rate (Knuth's method where it is small). */
function draw(rate: number, random: () => number): number {
  if (rate > 30) return Math.max(0, Math.round(rate + Math.sqrt(rate) * (random() + random() + random() - 1.5) * 2))
  const limit = Math.exp(-rate)
  let product = random()
  let count = 0
  while (product > limit) {
    product *= random()
    count += 1
  }
  return count
}

function clientsOf(kind: string, hour: number, count: number, random: () => number): readonly string[] {
  const day = Math.floor(hour / 24)
  const names = Array.from({ length: Math.floor(count) }, () =>
    fnv1a64(`${kind} ${day} ${Math.floor(random() * count * 3)}`),
  )
  return [...new Set(names)].slice(0, 64)
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
