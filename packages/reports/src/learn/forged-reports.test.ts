import { compile } from '@sallyport/core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createCollector } from '../collector/collector.ts'
import type { Health } from '../collector/collector-options.ts'
import { memoryStore } from '../stores/memory.ts'
import { HOUR, NOW } from './groups.test-kit.ts'
import { type Learned, learn } from './learn.ts'
import { replay } from './replay.ts'

// The whole way: posted bodies, the collector, the judge, a store, and what is learned from it.

const CLIENTS = 10_000
const HOURS = 200
// Thirty thousand reports take seconds, and minutes on a machine that does much else.
const PATIENCE = 120_000
const POLICY = "default-src 'self'; script-src 'self' https://lib.example"
const STAFF = ['ann', 'bob', 'cat', 'dan', 'eve']
const AGENTS = ['Chrome/156.0.0.0 Safari/537.36', 'Gecko/20100101 Firefox/153.0', 'Version/26.0 Safari/605.1.15']

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterAll(() => {
  vi.useRealTimers()
})

interface Report {
  readonly directive: string
  readonly blocked: string
}

function bodyOf({ directive, blocked }: Report): string {
  const body = {
    documentURL: 'https://shop.example/cart',
    referrer: '',
    blockedURL: blocked,
    effectiveDirective: directive,
    originalPolicy: POLICY,
    disposition: 'enforce',
    statusCode: 200,
    sample: '',
  }
  return JSON.stringify([{ age: 1, type: 'csp-violation', url: body.documentURL, user_agent: 'x', body }])
}

interface Campaign {
  readonly vouch: (request: Request) => string | undefined
  readonly report: (client: number) => Report
}

/** What the staff reports on two days, and a campaign of as many clients as there are, spread over the hours. */
async function learnAfter({
  vouch,
  report,
}: Campaign): Promise<Learned & { readonly health: Health; readonly words: string }> {
  const store = memoryStore({ retentionDays: 60 })
  const collector = createCollector({
    policies: compile({ csp: POLICY }),
    origins: ['https://shop.example'],
    secret: 'a secret of at least thirty-two characters',
    store,
    vouch,
    onProblem: () => {},
  })
  const post = async (given: Report, address: string, headers: Readonly<Record<string, string>>): Promise<void> => {
    const request = new Request('https://shop.example/csp-reports', { method: 'POST', body: bodyOf(given), headers })
    expect((await collector(request, { address })).status).toBe(204)
  }
  for (let hour = 0; hour < HOURS; hour++) {
    vi.setSystemTime(NOW - (HOURS - hour) * HOUR)
    if (hour === HOURS - 30 || hour === HOURS - 2) {
      for (const name of STAFF) {
        const report = { directive: 'img-src', blocked: 'https://cdn.example/logo.png' }
        await post(report, '198.51.100.7', { cookie: `session=${name}`, 'user-agent': AGENTS[0] ?? '' })
      }
    }
    for (let client = hour; client < CLIENTS; client += HOURS) {
      const address = `10.${client >> 16}.${(client >> 8) & 255}.${client & 255}`
      const agent = `Mozilla/5.0 (forged ${client}) ${AGENTS[client % AGENTS.length]}`
      // Whatever a request may hold but for a session of the app.
      const headers = { 'user-agent': agent, cookie: `session=forged${client}`, origin: 'https://shop.example' }
      await post(report(client), address, headers)
    }
    await collector.flush()
  }
  vi.setSystemTime(NOW)
  const health = collector.health()
  await collector.close()
  const learned = await learn(store, { policy: POLICY, now: NOW })
  const replayed = await replay(`${POLICY}; img-src 'self' https://cdn.example`, store, { now: NOW, vouchedOnly: true })
  return { ...learned, health, words: replayed.words.join('\n') }
}

function sessionOf(request: Request): string | undefined {
  const name = (request.headers.get('cookie') ?? '').slice('session='.length)
  return STAFF.includes(name) ? name : undefined
}

function anySessionOf(request: Request): string | undefined {
  return request.headers.get('cookie') ?? undefined
}

const EVIL = { directive: 'script-src-elem', blocked: 'https://evil.example/x.js' }
const HONEST = `${POLICY}; img-src 'self' https://cdn.example`

test(
  'ten thousand forged clients with perfect reports change nothing',
  async () => {
    const { health, policy, proposals, leads, words } = await learnAfter({ vouch: sessionOf, report: () => EVIL })
    // The judge finds no fault with them.
    expect(health).toMatchObject({ received: CLIENTS + 10, consistent: CLIENTS + 10 })
    expect(policy).toBe(HONEST)
    expect(proposals.map(({ directive, source }) => [directive, source])).toEqual([['img-src', 'https://cdn.example']])
    expect(new Set(leads.map(({ group, why }) => `${group.blocked} ${why} ${group.clients}`))).toEqual(
      new Set(['https://evil.example not-vouched 64']),
    )
    expect(words).toContain('10 would be let through')
  },
  PATIENCE,
)

test(
  'nor do as many hosts as there are clients, extensions, wildcards and what the policy allows',
  async () => {
    const blocked = ['chrome-extension://abc/x.js', 'https://*.example/x', 'https://lib.example/x.js', 'data', 'inline']
    const report = (client: number): Report => ({
      directive: client % 3 === 0 ? 'script-src-elem' : 'connect-src',
      blocked: blocked[client % 10] ?? `https://evil${client}.example/x.js`,
    })
    const { policy, proposals } = await learnAfter({ vouch: sessionOf, report })
    expect(policy).toBe(HONEST)
    expect(proposals).toHaveLength(1)
  },
  PATIENCE,
)

test(
  'the same reports by clients that the app vouches for do',
  async () => {
    const { policy } = await learnAfter({ vouch: anySessionOf, report: () => EVIL })
    expect(policy).toBe(
      "default-src 'self'; script-src 'self' https://lib.example https://evil.example; img-src 'self' https://cdn.example",
    )
  },
  PATIENCE,
)
