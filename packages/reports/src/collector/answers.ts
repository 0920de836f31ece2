/** Every answer can be read by any page: a browser that cannot read the answer to a report sends the report again, up to three times. */
const READABLE = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const

const ALLOWED_METHODS = 'POST, OPTIONS'

/** What a request can be refused for as a whole. 400: its body broke off. 503: the collector has been closed. */
export type RefusalStatus = 400 | 405 | 408 | 410 | 413 | 415 | 503

/** Taken, whatever became of the reports: any other answer would have them sent again. */
export function acceptReports(): Response {
  return new Response(null, { status: 204, headers: READABLE })
}

/**
 * The answer to a preflight (Fetch §4.8), which browsers send before reports of the Reporting API go to another origin. No
 * `Access-Control-Allow-Private-Network`: what took its place asks the visitor and needs no header.
 */
export function answerPreflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...READABLE,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '86400',
    },
  })
}

export function refuse(status: RefusalStatus): Response {
  // RFC 9110 §15.5.6: a 405 says what would be allowed.
  const headers = status === 405 ? { ...READABLE, allow: ALLOWED_METHODS } : READABLE
  return new Response(null, { status, headers })
}
