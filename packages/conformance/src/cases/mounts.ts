import type { Config } from '@sallyport/core'
import { ECHO_PATH, type Echo, PAGE_PATH } from '../apps/mounted.ts'
import type { WireRequest } from '../http.ts'

/** One row about what is mounted on a path: it hears of the request, and nobody else has a say in the answer. */
export interface MountCase {
  readonly title: string
  readonly request: WireRequest
  readonly expect: {
    readonly status: number
    /** The lines of these names, all of them; none: it must be absent. */
    readonly headers: Readonly<Record<string, readonly string[]>>
    readonly body?: string
    /** What the handler was told, with the URL below the server's origin. */
    readonly echo?: Partial<Echo>
  }
}

/** The guard is on, one origin alone is trusted, and everything has a policy. */
const GUARDED: Config = {
  cors: { origins: ['https://app.example.com'], credentials: true, exposedHeaders: ['x-total'] },
  csp: { directives: { 'default-src': ["'self'"] } },
  csrf: true,
}

export const MOUNT_CONFIGS: Readonly<Record<'by path' | 'by mount', Config>> = {
  // What a proxy that knows no mounts goes by.
  'by path': {
    ...GUARDED,
    reporting: { endpoint: ECHO_PATH },
    routes: [{ path: PAGE_PATH, cors: false, csp: false, csrf: false }],
  },
  'by mount': { ...GUARDED, reporting: { endpoint: 'https://reports.example.com/csp' } },
}

/** As browsers post reports to another site (Fetch metadata, and WebKit's origin). */
const CROSS_SITE = { origin: 'null', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', accept: '*/*' }

/** Shared with everybody by the handler, and by nobody else. */
const SHARED = {
  'access-control-allow-origin': ['*'],
  'access-control-allow-credentials': [],
  'access-control-expose-headers': [],
  vary: [],
}

const OWN = { ...SHARED, 'access-control-allow-origin': [] }

const LEGACY = '{"csp-report":{"document-uri":"https://shop.example.com/"}}'
const TARGET = `${ECHO_PATH}?policy=0123456789abcdef&disposition=enforce`

const posted = (title: string, type: string | undefined, body: string): MountCase => ({
  title,
  request: {
    method: 'POST',
    path: TARGET,
    headers: { ...CROSS_SITE, ...(type === undefined ? {} : { 'content-type': type }) },
    body,
  },
  expect: {
    status: 200,
    headers: SHARED,
    echo: { url: TARGET, type: type ?? null, accept: '*/*', body },
  },
})

export const MOUNT_CASES: readonly MountCase[] = [
  posted('a report of report-uri', 'application/csp-report', LEGACY),
  posted('reports of the Reporting API', 'application/reports+json', `[${LEGACY}]`),
  posted('what the app’s own parser would take', 'application/json', LEGACY),
  posted('what the app’s own parser would refuse', 'application/json', '{'),
  posted('text', 'text/plain', 'grüße'),
  posted('a type that is none', 'a b; c', LEGACY),
  posted('no type', undefined, LEGACY),
  posted('nothing', 'application/csp-report', ''),
  {
    title: 'a preflight: answered by the handler, once',
    request: {
      method: 'OPTIONS',
      path: TARGET,
      headers: {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    },
    expect: {
      status: 204,
      headers: {
        ...SHARED,
        'access-control-allow-methods': ['POST'],
        'access-control-allow-headers': ['content-type'],
        'content-length': [],
      },
      body: '',
    },
  },
  {
    title: 'a preflight of an origin that the app trusts: the same',
    request: {
      method: 'OPTIONS',
      path: TARGET,
      headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' },
    },
    expect: { status: 204, headers: { ...SHARED, 'access-control-allow-methods': ['POST'] } },
  },
  ...(['GET', 'PUT', 'DELETE'] as const).map((method) => ({
    title: `${method}: refused by the handler`,
    request: { method, path: TARGET, headers: CROSS_SITE },
    expect: { status: 405, headers: { ...OWN, allow: ['POST, OPTIONS'] }, body: '' },
  })),
  {
    title: 'an error in the handler: no word of it',
    request: { method: 'POST', path: `${ECHO_PATH}?throw`, headers: CROSS_SITE, body: LEGACY },
    expect: { status: 500, headers: OWN, body: '' },
  },
  {
    title: 'a path below: the app’s own, behind the guard',
    request: { method: 'POST', path: `${ECHO_PATH}/below`, headers: CROSS_SITE, body: LEGACY },
    expect: { status: 403, headers: { 'access-control-allow-origin': [] } },
  },
  {
    title: 'the rest of the app: behind the guard as ever',
    request: { method: 'POST', path: '/ok', headers: CROSS_SITE, body: LEGACY },
    expect: { status: 403, headers: { 'access-control-allow-origin': [] } },
  },
  {
    title: 'a page: with its own policy, in pieces, every cookie',
    request: { path: '/reports/groups?page=2' },
    expect: {
      status: 200,
      headers: {
        ...OWN,
        'content-type': ['text/html; charset=utf-8'],
        'content-security-policy': ["default-src 'none'"],
        'cross-origin-resource-policy': ['same-origin'],
        'set-cookie': ['a=1; Path=/reports', 'b=2; Path=/reports'],
      },
      body: '<!doctype html>GET /reports/groups',
    },
  },
  {
    title: 'the page’s own path',
    request: { path: '/reports' },
    expect: {
      status: 200,
      headers: { 'content-security-policy': ["default-src 'none'"] },
      body: '<!doctype html>GET /reports',
    },
  },
  {
    title: 'HEAD of a page',
    request: { method: 'HEAD', path: '/reports' },
    expect: { status: 200, headers: { 'content-security-policy': ["default-src 'none'"] }, body: '' },
  },
  {
    title: 'a path that only begins like the page’s: the app’s own',
    request: { path: '/reports-of-others' },
    expect: { status: 404, headers: { 'set-cookie': [] } },
  },
]
