import { parseUrl } from './absolute-url.ts'
import { BoundedCache } from './bounded-cache.ts'
import { maskPath } from './path-mask.ts'

/** Where a document is, redacted. */
export interface PagePlace {
  /** Serialised; `''` for what is no http(s) document and so has no origin to compare. */
  readonly origin: string
  /** The origin and the masked path; a scheme with its colon, such as `about:`, for other documents; `''` where nothing was told, or no URL. */
  readonly page: string
  /** Without the colon; `''` where there is none. */
  readonly scheme: string
  readonly host: string
}

const NOWHERE: PagePlace = Object.freeze({ origin: '', page: '', scheme: '', host: '' })

/** Reads the addresses of documents. Never throws. No query, fragment or credentials are in what it gives. */
export function createPageReader(limit: number): (documentUrl: string) => PagePlace {
  const known = new BoundedCache<PagePlace>(limit)
  return (documentUrl) => {
    const before = known.get(documentUrl)
    if (before !== undefined) return before
    const place = readPlace(documentUrl)
    // A longer address is seldom met twice, and many of them would fill the memory.
    if (documentUrl.length <= 256) known.set(documentUrl, place)
    return place
  }
}

function readPlace(documentUrl: string): PagePlace {
  // CSP3 §5.4 "strip URL for use in reports": of another document than http(s) the scheme alone is told.
  const url = parseUrl(documentUrl) ?? parseUrl(`${documentUrl}:`)
  if (url === null) return NOWHERE
  const scheme = url.protocol.slice(0, -1)
  if (scheme !== 'http' && scheme !== 'https') {
    return Object.freeze({ origin: '', page: SCHEMES.has(scheme) ? url.protocol : '', scheme, host: '' })
  }
  const { origin, hostname: host } = url
  return Object.freeze({ origin, page: origin + maskPath(url.pathname), scheme, host })
}

/** Those that documents have. Others are nobody's page, and could be anything. */
const SCHEMES: ReadonlySet<string> = new Set(['about', 'blob', 'data', 'file', 'filesystem', 'view-source'])
