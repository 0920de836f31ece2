import { expect, test } from 'vitest'
import type { FoldedGroup } from '../group.ts'
import { DAY, foldedOf, HOUR, NOW, POLICY, storeOf } from './groups.test-kit.ts'
import { learn } from './learn.ts'

const ATTACKERS = 10_000
const STAFF = ['ann', 'bob', 'cat', 'dan', 'eve']
const EVIL = { directive: 'script-src-elem', blocked: 'https://evil.example' }

/** Perfect reports of one host, by ten thousand clients, in each hour of a month; as flushes bring them, with at most 64 clients each. */
function campaign(told: Partial<FoldedGroup>, as: 'clients' | 'vouched' = 'clients'): readonly FoldedGroup[] {
  const most = 64
  return Array.from({ length: Math.ceil(ATTACKERS / most) * 4 }, (_, flush) => {
    const from = (flush * most) % ATTACKERS
    const senders = Array.from({ length: most }, (__, index) => `attacker ${(from + index) % ATTACKERS}`)
    return foldedOf({ ...told, ago: HOUR + (flush % 700) * HOUR, count: most, clients: senders, [as]: senders })
  })
}

/** What the staff has seen on two days. */
const real = [foldedOf({ vouched: STAFF, ago: HOUR }), foldedOf({ vouched: STAFF, ago: 2 * DAY })]
/** What the staff has seen once, as an attack on it would be. */
const once = [foldedOf({ ...EVIL, vouched: STAFF, ago: DAY })]

async function learnFrom(groups: readonly FoldedGroup[]) {
  return learn(await storeOf(groups), { policy: POLICY, now: NOW })
}

const HONEST = `${POLICY}; img-src 'self' https://cdn.example`

test.each<[title: string, groups: () => readonly FoldedGroup[]]>([
  ['a host of the attacker', () => campaign(EVIL)],
  [
    'in every directive',
    () =>
      ['script-src-elem', 'connect-src', 'frame-src', 'form-action'].flatMap((directive) =>
        campaign({ ...EVIL, directive }),
      ),
  ],
  ['what the staff was shown once, on one day', () => [...once, ...campaign(EVIL)]],
  [
    'a page and a browser that the staff uses',
    () => campaign({ ...EVIL, page: 'https://shop.example/orders/:id', browser: 'chromium' }),
  ],
  [
    'as noise, and of policies that nobody served',
    () => [
      ...campaign({ ...EVIL, noise: { rule: 'extension', confidence: 'sure' } }, 'vouched'),
      ...campaign({ ...EVIL, noise: { rule: 'proxy', confidence: 'likely' } }, 'vouched'),
      ...campaign({ ...EVIL, standing: 'unknown-policy' }, 'vouched'),
      ...campaign({ ...EVIL, standing: 'inconsistent' }, 'vouched'),
      ...campaign({ ...EVIL, standing: 'foreign' }, 'vouched'),
    ],
  ],
  [
    'as many hosts as attackers',
    () =>
      Array.from({ length: ATTACKERS }, (_, index) =>
        foldedOf({ ...EVIL, blocked: `https://evil${index}.example`, count: 1000 }),
      ),
  ],
  [
    'wildcards, schemes and ends of directives',
    () =>
      ['https://*.example', 'https:', '*', "'unsafe-inline'", 'https://a;script-src', 'data:'].flatMap((blocked) =>
        campaign({ ...EVIL, blocked }, 'vouched'),
      ),
  ],
])('ten thousand forged clients change no policy: %s', async (_, groups) => {
  const learned = await learnFrom([...real, ...groups()])
  expect(learned.policy).toBe(HONEST)
  expect(learned.proposals).toEqual((await learnFrom(real)).proposals)
})

test('the same reports of clients that the app vouches for do', async () => {
  const { policy, proposals } = await learnFrom([...real, ...campaign(EVIL, 'vouched')])
  expect(policy).toContain("script-src 'self' https://lib.example/js/ https://evil.example")
  expect(proposals).toHaveLength(2)
})

test('and of clients that anybody can be, where those are dangerously trusted', async () => {
  const store = await storeOf(campaign(EVIL))
  const learned = await learn(store, { policy: POLICY, now: NOW, dangerouslyTrustAnyClient: true })
  expect(learned.proposals).toHaveLength(1)
})
