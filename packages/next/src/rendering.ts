import { compile, decide } from '@sallyport/core'
import { readBuildFile } from './build-folder.ts'
import { type BuildOutput, parseBuildOutput } from './build-output.ts'

/**
 * How the response to a path comes about.
 * - `request`: a page rendered for this request alone, so it can carry a nonce.
 * - `cacheable`: a page that is kept and sent again, now or after the first visit. A nonce would be kept with it. `isPartial`: a part of
 *   it is rendered for each request.
 * - `handler`: a route handler. Next.js puts no scripts of its own there, and hardly any reads a nonce.
 * - `unknown`: nothing says which.
 */
export type Rendering =
  | { readonly kind: 'request' }
  | { readonly kind: 'cacheable'; readonly page: string; readonly isPartial?: true }
  | { readonly kind: 'handler'; readonly isKept: boolean }
  /** `isMissing`: no page has the path, and the not-found page is none of the App Router's. */
  | { readonly kind: 'unknown'; readonly isMissing?: true }

const PER_REQUEST: Rendering = { kind: 'request' }
const UNKNOWN: Rendering = { kind: 'unknown' }
const MISSING: Rendering = { kind: 'unknown', isMissing: true }

/** @throws {ConfigError} for a path that is not in the grammar of `routes`. */
export function createRenderings(
  dynamic: readonly string[],
  readOutput: () => BuildOutput | undefined = () => parseBuildOutput(readBuildFile),
): (path: string) => Rendering {
  const isListed = createList(dynamic)
  let output: BuildOutput | undefined | null = null
  return (path) => {
    // `next dev` renders everything per request, and its manifests are those of no build.
    if (process.env.NODE_ENV === 'development') return PER_REQUEST
    if (output === null) output = readOutput()
    const known = output === undefined ? UNKNOWN : renderingIn(output, path)
    const canBeListed = known.kind === 'unknown' || (known.kind === 'handler' && !known.isKept)
    return canBeListed && isListed(path) ? PER_REQUEST : known
  }
}

/** The core's own route matching, so that this list reads like `routes`. */
function createList(dynamic: readonly string[]): (path: string) => boolean {
  if (dynamic.length === 0) return () => false
  const policy = compile({ routes: dynamic.map((path) => ({ path, cors: { origins: '*' } })) })
  return (path) => decide(policy, { method: 'GET', path, header: () => undefined }).reason !== 'no-cors'
}

export function renderingIn(output: BuildOutput, path: string): Rendering {
  const written = pageAt(output, path)
  const decoded = decodePath(path)
  // Next.js decodes some paths and not others; what it will do is certain only when both readings lead to the same page.
  if (written === undefined || decoded === undefined || pageAt(output, decoded) !== written) return UNKNOWN
  const isKept = output.kept.has(written) || output.kept.has(decoded)
  if (output.rendered.get(written) === true) return { kind: 'handler', isKept }
  if (isKept) {
    const isPartial = output.partial.has(written) || output.partial.has(decoded)
    return { kind: 'cacheable', page: written, ...(isPartial ? { isPartial } : {}) }
  }
  if (output.rendered.has(written)) return PER_REQUEST
  return written === NOT_FOUND ? MISSING : UNKNOWN
}

const NOT_FOUND = '/_not-found'

/** The page Next.js will choose; undefined when a rewrite may choose instead. */
function pageAt(output: BuildOutput, path: string): string | undefined {
  const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  const matchesOne = (rewrites: readonly RegExp[]) => rewrites.some((rewrite) => rewrite.test(plain))
  if (matchesOne(output.before)) return undefined
  if (!plain.includes('[') && (output.rendered.has(plain) || output.kept.has(plain))) return plain
  if (matchesOne(output.between)) return undefined
  const pattern = output.patterns.find(({ matches }) => matches.test(plain))
  if (pattern !== undefined) return pattern.page
  return matchesOne(output.after) ? undefined : NOT_FOUND
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
