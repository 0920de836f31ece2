/** What is known of the page that `'self'` and sources without a scheme are resolved against. */
export interface PageOrigin {
  /** The schemes it may have. */
  readonly schemes: readonly string[]
  /** In lower case. Absent when it is not known, or when the origin is opaque. */
  readonly host?: string
  /** Digits; `''` for the scheme's default. */
  readonly port?: string
  /** No IP address: only a domain is matched by a host source (CSP3 §6.7.2.10 step 1). */
  readonly isDomain?: boolean
}

/** Any page over http or https. Others have to be told: a source without a scheme means something else there. */
const UNKNOWN: PageOrigin = { schemes: ['http', 'https'] }

/** Reads a page's address. What is no URL counts as not told. */
export function readPageOrigin(address: string | undefined): PageOrigin {
  const url = readUrl(address)
  if (url === undefined) return UNKNOWN
  const origin = readUrl(url.origin)
  if (origin === undefined) return { schemes: [url.protocol.slice(0, -1)] }
  const { hostname } = origin
  return {
    schemes: [origin.protocol.slice(0, -1)],
    host: hostname,
    port: origin.port,
    isDomain: hostname !== '' && !isAddress(hostname),
  }
}

function readUrl(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** Whether a host as the URL parser writes it is an IP address: in brackets, or four numbers. */
function isAddress(hostname: string): boolean {
  const last = hostname.slice(hostname.lastIndexOf('.') + 1)
  return hostname.startsWith('[') || (last !== '' && [...last].every((digit) => digit >= '0' && digit <= '9'))
}
