import { policyId } from '@sallyport/core/report'
import type { Browser, Group, Noise, Standing } from '../src/index.ts'

/** A policy of the imaginary shop, with the days before now between which it was served. */
export interface SeedPolicy {
  readonly site: string
  readonly text: string
  readonly from: number
  readonly to: number
}

/** What is reported, how often, and when. */
export interface SeedGroup {
  readonly policy: SeedPolicy | 'made up'
  readonly disposition: Group['disposition']
  readonly directive: string
  readonly blocked: string
  readonly page: string
  readonly browsers: readonly Browser[]
  /** A day, of all browsers. */
  readonly reports: number
  /** Days before now. Default: all fourteen. */
  readonly days?: readonly [from: number, to: number]
  readonly standing: Standing
  readonly noise: Noise | null
  /** On a day. */
  readonly clients: number
  readonly vouched: number
}

const SHOP = 'https://shop.example'
const ACCOUNT = 'https://account.shop.example'

const first = policy(
  'shop',
  "default-src 'self'; script-src 'self' 'nonce-*' https://cdn.shop.example; style-src 'self'; img-src 'self' data:; connect-src 'self' https://api.shop.example; font-src 'self'; frame-src https://pay.example; object-src 'none'; base-uri 'none'",
  14,
  5,
)
const second = policy(
  'shop',
  "default-src 'self'; script-src 'self' 'nonce-*' https://cdn.shop.example; style-src 'self'; img-src 'self' data: https://images.shop.example; connect-src 'self' https://api.shop.example; font-src 'self'; frame-src https://pay.example; object-src 'none'; base-uri 'none'",
  5,
  0,
)
const candidate = policy(
  'shop',
  "script-src 'nonce-*' 'strict-dynamic'; style-src 'self'; object-src 'none'; base-uri 'none'",
  9,
  0,
)
const account = policy(
  'account',
  "default-src 'self'; script-src 'nonce-*' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; connect-src 'self' https://api.shop.example; object-src 'none'; base-uri 'none'; form-action 'self'",
  14,
  0,
)

export const SEED_POLICIES: readonly SeedPolicy[] = [first, second, candidate, account]

/** The id that a group names. */
export function idOf(named: SeedGroup['policy']): string {
  return policyId(named === 'made up' ? "script-src https://extension.example 'unsafe-eval'" : named.text)
}

export const SEED_GROUPS: readonly SeedGroup[] = [
  // A supplier of pictures that the policy learnt of five days ago.
  ...['/', '/products/:id', '/basket'].map((path, index) =>
    real(first, 'img-src', 'https://images.shop.example', SHOP + path, 900 / (index + 1), 60, 9, [8, 5]),
  ),
  real(second, 'connect-src', 'https://metrics.supplier.example', `${SHOP}/`, 260, 48, 6),
  real(second, 'connect-src', 'https://metrics.supplier.example', `${SHOP}/products/:id`, 410, 64, 8),
  real(second, 'script-src-elem', 'https://tags.supplier.example', `${SHOP}/`, 180, 40, 5),
  real(second, 'script-src-elem', 'https://tags.supplier.example', `${SHOP}/products/:id`, 240, 52, 4),
  real(second, 'frame-src', 'https://video.example', `${SHOP}/stories/:id`, 75, 22, 2),
  real(second, 'font-src', 'https://fonts.supplier.example', `${SHOP}/stories/:id`, 60, 18, 0),
  real(second, 'style-src-attr', 'inline', `${SHOP}/products/:id`, 130, 44, 3),
  real(second, 'style-src-elem', 'inline', `${SHOP}/basket`, 48, 16, 1),
  real(second, 'script-src', 'eval', `${SHOP}/basket`, 22, 9, 1),
  real(account, 'script-src-attr', 'inline', `${ACCOUNT}/orders/:id`, 95, 30, 12),
  real(account, 'img-src', 'https://avatars.example', `${ACCOUNT}/profile`, 70, 26, 8),
  real(account, 'form-action', 'https://pay.example', `${ACCOUNT}/orders/:id`, 12, 7, 3),
  real(account, 'worker-src', 'blob:', `${ACCOUNT}/profile`, 9, 4, 0),
  {
    ...real(candidate, 'script-src-elem', 'https://cdn.shop.example', `${SHOP}/`, 320, 58, 7, [9, 0]),
    disposition: 'report',
  },
  { ...real(candidate, 'script-src-attr', 'inline', `${SHOP}/help`, 44, 12, 0, [9, 0]), disposition: 'report' },
  { ...real(candidate, 'script-src-elem', 'inline', `${SHOP}/help`, 38, 11, 0, [9, 0]), disposition: 'report' },
  // Extensions and other things of visitors.
  ...[first, second].flatMap((policy) => [
    noisy(policy, 'script-src-elem', 'chrome-extension:', `${SHOP}/`, 210, 'browser-extension', 'sure', ['chromium']),
    noisy(policy, 'font-src', 'moz-extension:', `${SHOP}/products/:id`, 85, 'browser-extension', 'sure', ['firefox']),
    noisy(policy, 'style-src-elem', 'safari-web-extension:', `${SHOP}/`, 34, 'browser-extension', 'sure', ['webkit']),
    noisy(policy, 'script-src-elem', 'inline', `${SHOP}/basket`, 66, 'injected-script', 'likely', [
      'chromium',
      'firefox',
    ]),
  ]),
  // Posted by somebody who wants a host in the policy: it fits the policy, and nobody is vouched for.
  real(second, 'script-src-elem', 'https://vote-for-me.example', `${SHOP}/`, 1_100, 64, 0, [3, 2]),
  // What contradicts itself.
  {
    ...real('made up', 'script-src-elem', 'https://extension.example', `${SHOP}/`, 58, 14, 0),
    standing: 'unknown-policy',
  },
  {
    ...real(second, 'script-src-elem', 'https://cdn.shop.example', `${SHOP}/`, 640, 64, 0, [3, 2]),
    standing: 'inconsistent',
  },
  {
    ...real(second, 'img-src', 'https://images.shop.example', `${SHOP}/`, 2_400, 64, 0, [3, 2]),
    standing: 'inconsistent',
  },
  {
    ...real('made up', 'script-src', 'inline', 'https://shop-example.translator.example/*', 41, 12, 0),
    standing: 'foreign',
  },
]

function policy(site: string, text: string, from: number, to: number): SeedPolicy {
  return { site, text, from, to }
}

function real(
  named: SeedGroup['policy'],
  directive: string,
  blocked: string,
  page: string,
  reports: number,
  clients: number,
  vouched: number,
  days?: readonly [number, number],
): SeedGroup {
  const served = named === 'made up' ? undefined : ([named.from, named.to] as const)
  const when = days ?? served
  return {
    policy: named,
    disposition: 'enforce',
    directive,
    blocked,
    page,
    browsers: ['chromium', 'webkit', 'firefox'],
    reports,
    ...(when === undefined ? {} : { days: when }),
    standing: 'consistent',
    noise: null,
    clients,
    vouched,
  }
}

function noisy(
  named: SeedPolicy,
  directive: string,
  blocked: string,
  page: string,
  reports: number,
  rule: string,
  confidence: Noise['confidence'],
  browsers: readonly Browser[],
): SeedGroup {
  return {
    ...real(named, directive, blocked, page, reports, reports / 6, 0),
    browsers,
    noise: { rule, confidence },
  }
}
