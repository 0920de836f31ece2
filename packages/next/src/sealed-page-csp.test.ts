import { decide } from '@sallyport/core'
import { NextRequest } from 'next/server.js'
import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import type { Rendering } from './rendering.ts'
import { toSealedBuild } from './sealed-build.ts'
import { sealedPageCsp } from './sealed-page-csp.ts'
import { TEST_CHANNEL, TEST_MANIFEST } from './sealing.test-kit.ts'

const policy = compile(TEST_CHANNEL.config)
const build = toSealedBuild(TEST_MANIFEST, 'draft-key')

const KEPT: Rendering = { kind: 'cacheable', page: '/a' }
const PARTIAL: Rendering = { kind: 'cacheable', page: '/mixed', isPartial: true }
const NOT_FOUND: Rendering = { kind: 'cacheable', page: '/_not-found' }
const PER_REQUEST: Rendering = { kind: 'request' }
const MISSING: Rendering = { kind: 'unknown', isMissing: true }

interface Sent {
  readonly method?: string
  readonly cookie?: string
  /** What the app's own proxy rewrote to. */
  readonly made?: string
}

/** The policy in short: none, a nonce, or the enforced header. */
function served(path: string, rendering: Rendering, { method = 'GET', cookie = '', made = path }: Sent = {}) {
  const request = new NextRequest(`http://localhost${path}`, { method, headers: { cookie } })
  const decision = decisionAt(path)
  const cspAt = (at: string) => decisionAt(at).csp
  const page = sealedPageCsp({ request, path: made, decision, isChanged: false, cspAt }, rendering, build)
  if (page === undefined) return 'as without the build'
  if ('kind' in page) return `nonce beside ${page.decision.csp?.headers[0]?.chunks[1]?.split(' ')[1]}`
  return page.csp.find(([name]) => name === 'content-security-policy')?.[1] ?? 'none'
}

function decisionAt(path: string) {
  const decision = decide(policy, { method: 'GET', path, header: () => undefined })
  if (decision.kind !== 'continue') throw new Error('Nothing is refused here.')
  return decision
}

const ERROR_PAGES = "nonce beside 'sha256-error'"
const NO_PAGE = "script-src 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"

describe('the policy that the proxy sends', () => {
  test.each<[string, string, Rendering, string, Sent?]>([
    ['with a page rendered per request: a nonce, and what error pages need', '/b', PER_REQUEST, ERROR_PAGES],
    ['with a kept page: none, it has its own', '/a', KEPT, 'none'],
    ['with a kept page, to HEAD: none', '/a', KEPT, 'none', { method: 'HEAD' }],
    ['with a kept page, to an action: a nonce', '/a', KEPT, ERROR_PAGES, { method: 'POST' }],
    ['with a kept page in draft mode: a nonce', '/a', KEPT, ERROR_PAGES, { cookie: '__prerender_bypass=draft-key' }],
    ['with a kept page and a forged cookie: none', '/a', KEPT, 'none', { cookie: '__prerender_bypass=draft' }],
    ['with a page of which a part is kept: a nonce', '/mixed', PARTIAL, ERROR_PAGES],
    [
      'with a kept page whose policy needs no nonce: that',
      '/plain',
      { kind: 'cacheable', page: '/plain' },
      "script-src 'self'",
    ],
    ['with a kept page that was rewritten to: none', '/plain', KEPT, 'none', { made: '/a' }],
    [
      'with one whose policy needs no nonce',
      '/a',
      { kind: 'cacheable', page: '/plain' },
      "script-src 'self'",
      { made: '/plain' },
    ],
    ['with the not-found page: none', '/nowhere', NOT_FOUND, 'none'],
    ['with the not-found page at a path of another policy: none', '/plain', NOT_FOUND, 'none'],
    ['with a file of the public folder', '/robots.txt', NOT_FOUND, NO_PAGE],
    ['with a page that is a file', '/about', NOT_FOUND, NO_PAGE.replace("'strict", "'sha256-about' 'strict")],
    ['with what no page has, and the build has no page for', '/none', MISSING, 'as without the build'],
    [
      'with files of the build',
      '/_next/static/a.js',
      NOT_FOUND,
      "object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    ],
    ['with what a route handler makes', '/api', { kind: 'handler', isKept: false }, 'as without the build'],
    ['with what may be anything', '/c', { kind: 'unknown' }, 'as without the build'],
  ])('%s', (_title, path, rendering, policyText, sent) => {
    expect(served(path, rendering, sent)).toBe(policyText)
  })
})
