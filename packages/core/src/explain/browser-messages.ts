import { isWebSocketHandshake } from '../csrf/decide.ts'
import { isPreflight } from '../decide.ts'
import type { Decision } from '../decision.ts'
import { splitOrigin } from '../origin/parts.ts'
import { isLoopback } from '../origin/pattern.ts'
import type { RequestView } from '../request.ts'
import type { BrowserMessages } from './explanation.ts'
import { printable } from './printable.ts'

/** What stopped the page, as far as the browser can tell. Our refusals carry no CORS header, whatever was refused. */
export type Symptom =
  | 'no-header'
  | 'preflight-no-header'
  | 'wildcard-with-credentials'
  | 'credentials-off'
  | 'forbidden'
  | 'handshake-forbidden'

/**
 * Console texts as the browsers print them, recorded from Chromium 156.0.8078.108 and Firefox 153.7.0esr. `{what}` is the kind of
 * resource, `{url}` the one asked for, `{status}` the answer's. After each Chromium prints `net::ERR_FAILED`, which says nothing.
 */
const MESSAGES: Readonly<Record<Symptom, BrowserMessages>> = {
  'no-header': {
    chromium: [
      "Access to {what} at '{url}' from origin '{origin}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    ],
    firefox: [
      'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}.',
    ],
  },
  'preflight-no-header': {
    chromium: [
      "Access to {what} at '{url}' from origin '{origin}' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    ],
    firefox: [
      'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}.',
      'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: CORS request did not succeed). Status code: (null).',
    ],
  },
  'wildcard-with-credentials': {
    chromium: [
      "Access to {what} at '{url}' from origin '{origin}' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    ],
    firefox: [
      'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ‘{url}’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).',
    ],
  },
  'credentials-off': {
    chromium: [
      "Access to {what} at '{url}' from origin '{origin}' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
    ],
    firefox: [
      'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).',
    ],
  },
  // Without the CORS protocol (forms, images, beacons) only the status shows.
  forbidden: {
    chromium: ['Failed to load resource: the server responded with a status of 403 (Forbidden)'],
    firefox: [],
  },
  'handshake-forbidden': {
    chromium: [
      "WebSocket connection to '{socket}' failed: Error during WebSocket handshake: Unexpected response code: 403",
    ],
    firefox: [],
  },
}

/** What Chromium calls the thing it did not get, by `Sec-Fetch-Dest`. An XMLHttpRequest has the destination of fetch. */
const WHAT: ReadonlyMap<string, string> = new Map([
  ['audio', 'audio'],
  ['font', 'font'],
  ['image', 'image'],
  ['script', 'script'],
  ['style', 'CSS stylesheet'],
  ['track', 'text track'],
  ['video', 'video'],
])

const LONGEST_URL = 200

export function writeBrowserMessages(symptom: Symptom, request: RequestView, decision: Decision): BrowserMessages {
  const url = urlOf(request)
  const values: Readonly<Record<string, string>> = {
    what: WHAT.get(request.header('sec-fetch-dest') ?? '') ?? 'fetch',
    url,
    socket: `ws${url.slice('http'.length)}`,
    origin: printable(request.header('origin') ?? '', LONGEST_URL),
    status: decision.kind === 'answer' ? String(decision.status) : "<the app's>",
  }
  const fill = (template: string): string => {
    // Piece by piece: what a request brought in must not be taken for a template.
    const [first = '', ...pieces] = template.split('{')
    return pieces.reduce((text, piece) => {
      const end = piece.indexOf('}')
      return `${text}${values[piece.slice(0, end)] ?? ''}${piece.slice(end + 1)}`
    }, first)
  }
  const { chromium, firefox } = MESSAGES[symptom]
  return Object.freeze({ chromium: Object.freeze(chromium.map(fill)), firefox: Object.freeze(firefox.map(fill)) })
}

/** Whether the browser holds the answer back from the page for want of CORS headers. */
export function checksCors(request: RequestView): boolean {
  if (isPreflight(request)) return true
  const mode = request.header('sec-fetch-mode')
  // Fetch Metadata §2.2; absent on plain http and from older browsers.
  return (
    request.header('origin') !== undefined && (mode === undefined || mode === 'cors') && !isWebSocketHandshake(request)
  )
}

function urlOf(request: RequestView): string {
  const authority = request.authority ?? request.header('host') ?? '<this server>'
  const scheme = request.scheme === 'https' || !isOnThisMachine(authority) ? 'https' : 'http'
  return printable(`${scheme}://${authority}${request.path}`.slice(0, 2 * LONGEST_URL), LONGEST_URL)
}

// Behind a proxy nobody tells the scheme; nearly everything but a developer's own machine is https.
function isOnThisMachine(authority: string): boolean {
  const parts = splitOrigin(`http://${authority}`)
  return parts !== undefined && isLoopback(parts.host)
}
