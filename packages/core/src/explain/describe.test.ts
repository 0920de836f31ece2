import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { RequestView } from '../request.ts'
import { describeExplanation } from './describe.ts'
import { explain } from './explain.ts'

const policy = compile({
  cors: {
    origins: ['https://app.example.com', 'https://*.team.example.com', 'http://localhost:3000'],
    credentials: true,
    methods: ['PUT'],
    allowedHeaders: ['x-request-id'],
  },
  csrf: { trustedOrigins: ['https://app.example.com'] },
  routes: [
    { path: '/public/*', cors: { origins: '*' } },
    { path: '/admin/*', cors: { origins: ['https://admin.example.com'] } },
    { path: '/internal', cors: false },
  ],
})

type Headers = Readonly<Record<string, string>>

function view(method: string, path: string, headers: Headers): RequestView {
  return { method, path, header: (name) => ({ host: 'api.example.com', ...headers })[name] }
}

function preflight(path: string, origin: string, method: string, names?: string): RequestView {
  return view('OPTIONS', path, {
    origin,
    'access-control-request-method': method,
    ...(names === undefined ? {} : { 'access-control-request-headers': names }),
  })
}

function get(path: string, origin: string): RequestView {
  return view('GET', path, { origin })
}

const APP = 'https://app.example.com'
const KEPT = 'The app answers, but the browser keeps the answer from the page.'
const BLAMES = 'The browser will blame the origin, since a refusal carries no CORS header at all.'

// What a developer reads beside the browser's own message. Each can be solved from these lines alone.
test.each<[title: string, request: RequestView, lines: readonly string[]]>([
  [
    'the development server took another port',
    get('/orders', 'http://localhost:5173'),
    [
      'Sallyport: origin-refused (cors.origins)',
      `Why: "http://localhost:5173" is not among the origins of the base policy. ${KEPT}`,
      'Near: "http://localhost:5173" differs from "http://localhost:3000" in the port.',
      'To allow it: Add "http://localhost:5173" to cors.origins. For any port, write "http://localhost:*" instead of "http://localhost:3000".',
      'Risk: Pages at "http://localhost:5173" can then read what the visitor can, with the visitor\'s cookies. So can whatever listens on that port of a visitor\'s machine: for development only.',
    ],
  ],
  [
    'the page is still on http',
    get('/orders', 'http://app.example.com'),
    [
      'Sallyport: origin-refused (cors.origins)',
      `Why: "http://app.example.com" is not among the origins of the base policy. ${KEPT}`,
      'Near: "http://app.example.com" differs from "https://app.example.com" in the scheme.',
      'To allow it: Add "http://app.example.com" to cors.origins and set cors.dangerouslyAllowInsecureOrigins to true. Better: have the page served over https.',
      'Risk: Pages at "http://app.example.com" can then read what the visitor can, with the visitor\'s cookies. So can anyone on the way, who can alter a page served over http.',
    ],
  ],
  [
    'the wildcard was thought to cover the domain itself',
    get('/orders', 'https://team.example.com'),
    [
      'Sallyport: origin-refused (cors.origins)',
      `Why: "https://team.example.com" is not among the origins of the base policy. ${KEPT}`,
      'Near: "https://*.team.example.com" is for subdomains and does not cover the domain itself, "https://team.example.com".',
      'To allow it: Add "https://team.example.com" to cors.origins.',
      'Risk: Pages at "https://team.example.com" can then read what the visitor can, with the visitor\'s cookies.',
    ],
  ],
  [
    'an attack',
    get('/orders', 'https://app.example.com.evil.test'),
    [
      'Sallyport: origin-refused (cors.origins)',
      `Why: "https://app.example.com.evil.test" is not among the origins of the base policy. ${KEPT}`,
      'Near: "https://app.example.com.evil.test" only looks like "https://app.example.com": it has it in front of another domain. Anyone may own it; this may be an attack.',
      'To allow it: no change is advised.',
    ],
  ],
  [
    'a page that was opened from the disk',
    get('/orders', 'null'),
    [
      'Sallyport: origin-refused (cors.origins)',
      `Why: "null" is not among the origins of the base policy. ${KEPT}`,
      'Near: The null origin is that of sandboxed frames, data: and file: pages and of requests redirected between sites. It names nobody, so no list can have it.',
      'To allow it: no change is advised.',
    ],
  ],
  [
    'fetch with a method in small letters',
    preflight('/orders', APP, 'patch'),
    [
      'Sallyport: preflight-method-refused (cors.methods)',
      `Why: "patch" is not among the methods of the base policy. ${BLAMES}`,
      'Near: "patch" differs from "PATCH" in letter case, which counts: browsers put no method but DELETE, GET, HEAD, OPTIONS, POST and PUT into capitals.',
      'To allow it: In the page, write the method in capitals, "PATCH", and add "PATCH" to cors.methods.',
      'Risk: Pages at every listed origin can then send "PATCH"; what it may do is up to the app\'s own checks.',
    ],
  ],
  [
    'a misspelt header beside one that was forgotten',
    preflight('/orders', APP, 'PUT', 'authorization,x-reqest-id'),
    [
      'Sallyport: preflight-header-refused (cors.allowedHeaders)',
      `Why: the base policy does not allow all of the request headers "authorization,x-reqest-id": "authorization", "x-reqest-id" are missing. ${BLAMES}`,
      'Near: "x-reqest-id" is spelled nearly like "x-request-id", which is allowed.',
      'To allow it: Correct the spelling in the page; or add "authorization", "x-reqest-id" to cors.allowedHeaders.',
      'Risk: Pages at every listed origin can then send them with values of their choice. Authorization carries credentials: a page that has them can use them from there.',
    ],
  ],
  [
    'a route with a list of its own',
    preflight('/admin/users', APP, 'GET'),
    [
      'Sallyport: preflight-origin-refused (routes[1].cors.origins)',
      'Why: "https://app.example.com" is not among the origins of the route /admin/*, so the browser does not send its "GET".',
      'Near: "https://app.example.com" is in cors.origins, but the route /admin/* goes by routes[1].cors.origins.',
      'To allow it: Add "https://app.example.com" to routes[1].cors.origins.',
      'Risk: Pages at "https://app.example.com" can then read the answers, also those that only the visitor\'s network gets.',
    ],
  ],
  [
    'a team that may read, but not write',
    view('POST', '/orders', { origin: 'https://x.team.example.com', 'sec-fetch-site': 'same-site' }),
    [
      'Sallyport: cross-origin-refused (csrf.trustedOrigins)',
      'Why: The guard of the base policy refused POST from "https://x.team.example.com" (Sec-Fetch-Site: "same-site").',
      'Near: "https://*.team.example.com" is in cors.origins, which is about reading; for unsafe requests the guard goes by csrf.trustedOrigins.',
      'To allow it: Add "https://x.team.example.com" to csrf.trustedOrigins.',
      'Risk: Pages at "https://x.team.example.com" can then change things in the visitor\'s name, with the visitor\'s cookies.',
    ],
  ],
  [
    'a slash too many',
    preflight('/internal/', 'https://shop.example.com', 'GET'),
    [
      'Sallyport: preflight-origin-refused (cors.origins)',
      'Why: "https://shop.example.com" is not among the origins of the base policy, so the browser does not send its "GET". routes[2] ("/internal") differs by a slash at the end, which counts.',
      'To allow it: Add "https://shop.example.com" to cors.origins.',
      'Risk: Pages at "https://shop.example.com" can then read what the visitor can, with the visitor\'s cookies.',
    ],
  ],
  [
    'a route that has CORS off',
    preflight('/internal', APP, 'GET'),
    [
      'Sallyport: no-cors (routes[2].cors)',
      'Why: No CORS policy applies in the route /internal: routes[2].cors is false. So the app answers this preflight; unless it sends CORS headers itself, and no redirect, the browser does not send the request. For Sallyport to answer it, write { origins } for routes[2].cors.',
    ],
  ],
  [
    'fetch with credentials where none are shared',
    view('GET', '/public/x', { origin: APP, cookie: 'a=b' }),
    [
      'Sallyport: origin-allowed (routes[0].cors.credentials)',
      'Why: "https://app.example.com" is among the origins of the route /public/*, by "*". But the request has cookies, and credentials are off: the browser keeps the answer from the page.',
    ],
  ],
])('%s', (_, request, lines) => {
  const text = describeExplanation(explain(policy, request))
  expect(text.split('\n').filter((line) => !line.includes(' says: '))).toEqual(lines)
})

describe('the lines of the browsers', () => {
  const saying = (request: RequestView): readonly string[] =>
    describeExplanation(explain(policy, request))
      .split('\n')
      .filter((line) => line.includes(' says: '))

  test('name the URL, the origin and the status', () => {
    expect(saying(preflight('/orders?a=b', 'https://b.test', 'GET'))).toEqual([
      "Chromium says: Access to fetch at 'https://api.example.com/orders?a=b' from origin 'https://b.test' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
      'Firefox says: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/orders?a=b. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 403.',
    ])
  })

  test('leave the status open where the app answers', () => {
    expect(saying(get('/orders', 'https://b.test'))[1]).toMatch(/Status code: <the app's>\.$/)
  })

  test('are left out where a browser prints nothing', () => {
    const form = { origin: 'https://b.test', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect(saying(view('POST', '/orders', form))).toEqual([
      'Chromium says: Failed to load resource: the server responded with a status of 403 (Forbidden)',
    ])
    expect(saying(view('GET', '/orders', form))).toEqual([])
  })
})

test('however long the request, the text stays short and keeps its last line', () => {
  const long = 'x'.repeat(16_000)
  const origins = [`https://${long}.test`, `https://${'a'.repeat(200)}.team.example.com:1`, `null${long}`]
  for (const origin of origins) {
    for (const names of [long, `${long},`.repeat(4), 'x,'.repeat(8000)]) {
      const text = describeExplanation(explain(policy, preflight(`/${long}`, origin, long, names)))
      expect(text.length).toBeLessThanOrEqual(2048)
      expect(text.split('\n').at(-1)).toMatch(/^(Risk|To allow it): /)
    }
  }
})
