import type { ContinueDecision } from '@sallyport/core'
import type { NextRequest } from 'next/server.js'
import { describeViolation, violationKey } from './describe-violation.ts'
import { developmentCsp } from './development-csp.ts'
import { isNoise } from './development-noise.ts'
import { readViolation } from './violation-report.ts'

/** What the proxy does under `next dev` only. */
export interface Development {
  /** Takes a browser's report of what production would block, and tells of it; undefined for every other request. Never throws. */
  answer(request: NextRequest): Promise<Response | undefined>
  /** The decision with policies that the tools work under, and with production's beside them. */
  relax(decision: ContinueDecision, request: NextRequest): ContinueDecision
}

/** Undefined but under `next dev`, which sets NODE_ENV as `next build` and `next start` never do. */
export function createDevelopment(): Development | undefined {
  // Written out, so that a bundler leaves all of it out of what is built.
  if (process.env.NODE_ENV !== 'development') return undefined
  const tell = createTeller()
  const evaluatesModules = !process.env.TURBOPACK
  return {
    answer: async (request) => {
      if (request.method !== 'POST' || !isReportPath(request.nextUrl.pathname)) return undefined
      if (isOwn(request)) await tell(await readBody(request))
      return new Response(null, { status: 204 })
    },
    relax: (decision, request) => {
      if (decision.csp === null) return decision
      const scheme = request.nextUrl.protocol === 'https:' ? 'https' : 'http'
      const csp = developmentCsp(decision.csp, { reportPath: reportPathFor(request), scheme, evaluatesModules })
      return { ...decision, csp }
    },
  }
}

const REPORT_PATH = '/_sallyport/violations'

/** With the base path, and with the slash that Next.js would redirect to: browsers follow no redirect with a report. */
function reportPathFor({ nextUrl }: NextRequest): string {
  const url = nextUrl.clone()
  url.pathname = REPORT_PATH
  url.search = ''
  return new URL(url.href).pathname
}

function isReportPath(pathname: string): boolean {
  return pathname === REPORT_PATH || pathname === `${REPORT_PATH}/`
}

/** Other sites' pages may talk to localhost too, and have nothing to tell. */
function isOwn({ headers }: NextRequest): boolean {
  const site = headers.get('sec-fetch-site')
  return site === null || site === 'same-origin'
}

// A report holds the policy, and browsers send one violation each.
const MOST_BYTES = 64_000

/** The body; `''` for one that is too long, or breaks off. */
async function readBody({ body }: NextRequest): Promise<string> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > MOST_BYTES) return ''
      text += decoder.decode(chunk, { stream: true })
    }
  } catch {
    return ''
  }
  return text
}

// As many as the log of refusals tells.
const MOST_TOLD = 100

function createTeller(): (body: string) => Promise<void> {
  const known = new Set<string>()
  return async (body) => {
    if (known.size > MOST_TOLD) return
    const violation = readViolation(body)
    if (violation === undefined || isNoise(violation)) return
    const key = violationKey(violation)
    if (known.has(key)) return
    known.add(key)
    const isLast = known.size > MOST_TOLD
    const text = isLast
      ? `${MOST_TOLD} different violations were told; no more will be.`
      : await describeViolation(violation)
    console.warn(`[sallyport] ${text}`)
  }
}
