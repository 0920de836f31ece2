/** The policy that the app serves, as CSPs with nonces are today; each page view has a nonce of its own. */
const POLICY_PARTS = [
  "default-src 'self'; script-src 'nonce-",
  "' 'strict-dynamic' 'report-sample' https:; style-src 'self' 'nonce-",
  "' https://fonts.example; img-src 'self' data: https://images.example https://*.cdn.example; connect-src 'self' https://api.example wss://live.example; " +
    "font-src 'self' https://fonts.example; frame-src https://pay.example https://player.example; object-src 'none'; base-uri 'none'; form-action 'self'; " +
    'upgrade-insecure-requests; report-uri /csp-reports; report-to csp',
] as const

export const NONCE_MARK = '{nonce}'

export const SERVED_POLICY: string = POLICY_PARTS.join(NONCE_MARK)

export const ORIGIN = 'https://shop.example'

/** So many groups there are: what is blocked, times the pages where. */
const BLOCKED = 60
const PAGES = 20

const DIRECTIVES = ['img-src', 'connect-src', 'font-src', 'frame-src', 'style-src-elem'] as const

/** Each client address stands for a visitor. So many that none of them is over its budget of 1,000 reports a minute. */
const CLIENTS = 60_000

export interface Shape {
  readonly name: string
  /** Reports of a body; 1 for the old kind, one object under its own type. */
  readonly reports: number
}

export const SHAPES: readonly Shape[] = [
  // What Chromium posts to report-uri.
  { name: 'one a request', reports: 1 },
  // ... and to an endpoint of the Reporting API, some at a time.
  { name: 'ten a request', reports: 10 },
]

const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'

/** The n-th request of a shape, head and body. No two are alike: the nonce is another each time, and so is the path's id. */
export function requestText({ reports }: Shape, number: number): string {
  const nonce = nonceOf(number)
  const body =
    reports === 1
      ? oldReport(number, nonce)
      : `[${Array.from({ length: reports }, (_, index) => newReport(number * reports + index, nonce)).join(',')}]`
  const type = reports === 1 ? 'application/csp-report' : 'application/reports+json'
  return [
    `POST /csp-reports?policy=0123456789abcdef&disposition=enforce HTTP/1.1`,
    'Host: shop.example',
    'Connection: keep-alive',
    `Content-Length: ${body.length}`,
    `Content-Type: ${type}`,
    `User-Agent: ${USER_AGENT}`,
    `Origin: ${ORIGIN}`,
    `Referer: ${ORIGIN}/`,
    'Sec-Fetch-Site: same-origin',
    'Sec-Fetch-Mode: no-cors',
    'Sec-Fetch-Dest: report',
    'Accept-Encoding: gzip, deflate, br, zstd',
    `X-Forwarded-For: ${clientOf(number)}`,
    '',
    body,
  ].join('\r\n')
}

function oldReport(number: number, nonce: string): string {
  const { page, blocked, directive } = violation(number)
  return (
    `{"csp-report":{"document-uri":"${page}","referrer":"","violated-directive":"${directive}","effective-directive":"${directive}",` +
    `"original-policy":"${policyWith(nonce)}","disposition":"enforce","blocked-uri":"${blocked}","line-number":${number % 400},"column-number":7,` +
    `"source-file":"${page}","status-code":200,"script-sample":""}}`
  )
}

function newReport(number: number, nonce: string): string {
  const { page, blocked, directive } = violation(number)
  return (
    `{"age":${number % 60_000},"body":{"blockedURL":"${blocked}","columnNumber":7,"disposition":"enforce","documentURL":"${page}",` +
    `"effectiveDirective":"${directive}","lineNumber":${number % 400},"originalPolicy":"${policyWith(nonce)}","referrer":"","sample":"",` +
    `"sourceFile":"${page}","statusCode":200},"type":"csp-violation","url":"${page}","user_agent":"${USER_AGENT}"}`
  )
}

function violation(number: number): { readonly page: string; readonly blocked: string; readonly directive: string } {
  const kind = (number * 7) % BLOCKED
  const place = Math.floor(number / BLOCKED) % PAGES
  // Half of all pages have an id in their path.
  const page = `${ORIGIN}/${place % 2 === 0 ? `section-${SECTIONS[place / 2]}` : `orders-${SECTIONS[(place - 1) / 2]}/${10_000 + (number % 50_000)}`}`
  return {
    page,
    blocked: `https://third-${SECTIONS[kind % 10]}-${SECTIONS[Math.floor(kind / 10)]}.example/lib/x.png?id=${number}`,
    directive: DIRECTIVES[kind % DIRECTIVES.length] ?? 'img-src',
  }
}

// Words: a number in a name could pass for an id.
const SECTIONS = ['art', 'bath', 'cooking', 'diving', 'easter', 'fitness', 'garden', 'home', 'indoor', 'jazz'] as const

function policyWith(nonce: string): string {
  return POLICY_PARTS.join(nonce)
}

function nonceOf(number: number): string {
  return Buffer.from(`nonce ${String(number).padStart(10, '0')}`)
    .toString('base64')
    .padEnd(24, '=')
}

function clientOf(number: number): string {
  const client = (number * 31) % CLIENTS
  return `10.${client >> 16}.${(client >> 8) & 0xff}.${client & 0xff}`
}
