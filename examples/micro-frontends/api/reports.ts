/** A browser blocked something, says its report. All of it is the word of a stranger: show it as text only. */
export interface Blocked {
  readonly kind: 'blocked'
  /** The page that the policy protects. */
  readonly page: string
  readonly directive: string
  /** A URL, an origin, or `inline` and the like. */
  readonly blocked: string
  /** For a page that was framed, whoever tried to. */
  readonly by?: string
  readonly disposition: string
}

const MOST = 20
const LONGEST = 300

/** Reads both shapes that browsers send, whatever the content type says: one `csp-report`, or a list of reports. Never throws. */
export function readReports(body: unknown, referer: string | undefined): readonly Blocked[] {
  let parsed: unknown
  try {
    parsed = typeof body === 'string' ? JSON.parse(body) : body
  } catch {
    return []
  }
  const reports = Array.isArray(parsed) ? parsed.slice(0, MOST) : [parsed]
  return reports.flatMap((report) => {
    const legacy = field(report, 'csp-report')
    const details = legacy ?? (field(report, 'type') === 'csp-violation' ? field(report, 'body') : undefined)
    const directive = text(details, 'effective-directive', 'effectiveDirective', 'violated-directive')
    if (directive === undefined) return []
    const by = directive === 'frame-ancestors' ? (referer ?? text(details, 'referrer')) : undefined
    return [
      {
        kind: 'blocked',
        page: text(details, 'document-uri', 'documentURL') ?? '',
        directive,
        blocked: text(details, 'blocked-uri', 'blockedURL') ?? '',
        ...(by ? { by: by.slice(0, LONGEST) } : {}),
        disposition: text(details, 'disposition') ?? 'enforce',
      },
    ]
  })
}

/** The first of these fields that holds text, cut to a length that can be shown. */
function text(holder: unknown, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = field(holder, name)
    if (typeof value === 'string') return value.slice(0, LONGEST)
  }
  return undefined
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
}
