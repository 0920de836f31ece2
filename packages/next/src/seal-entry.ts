import type { CompiledCsp } from '@sallyport/core'
import { overwriteNonce, overwriteNonceBytes, sealHtml } from '@sallyport/html'
import type { BuildManifest, PageSources } from './build-manifest.ts'
import type { CachedHeaders, CachedPage } from './cached-page.ts'
import { POLICY, REPORT_ONLY } from './passed-headers.ts'
import { splitHeader, wordsOf } from './policy-text.ts'
import { sealedCsp } from './sealed-csp.ts'
import { SHELL_HEADER, writeShellSources } from './shell-sources.ts'
import { warnOnce } from './warning.ts'

/** Whether an entry carries its policy, or the sources of its shell. Next.js puts none of these into the headers of a page. */
export function isSealed({ headers = {} }: CachedPage): boolean {
  return headers[POLICY] !== undefined || headers[REPORT_ONLY] !== undefined || headers[SHELL_HEADER] !== undefined
}

/**
 * Seals a page in place: Next.js sends the very object to the first visitor. Without the nonce that the page was rendered with nothing in
 * it is known to be the page's own, so nothing is admitted. Never throws: what cannot be sealed gets a policy that admits no script.
 *
 * @param path Of the page, for the log.
 */
export async function sealPage(
  page: CachedPage,
  nonce: string | undefined,
  csp: CompiledCsp,
  manifest: BuildManifest,
  path: string,
): Promise<void> {
  let sources: PageSources = { scripts: [], styles: [] }
  if (nonce !== undefined) {
    try {
      const { html, scripts, styles } = await sealHtml(page.html, {
        nonce,
        integrityOf: (src) => integrityIn(manifest, src),
        admitted: admittedBy(csp),
      })
      page.html = html
      sources = { scripts, styles }
    } catch (error) {
      warnOnce('seal', `The scripts of ${path} are blocked, because the page could not be sealed: ${String(error)}`)
    }
  }
  if (nonce !== undefined) overwriteIn(page, nonce)
  for (const foreign of noncesIn(page.html)) overwriteIn(page, foreign)
  const headers: CachedHeaders = { ...page.headers }
  if (typeof page.postponed === 'string') headers[SHELL_HEADER] = writeShellSources(sources)
  else for (const [name, value] of sealedCsp(csp, sources)) headers[name] = value
  page.headers = headers
}

function overwriteIn(page: CachedPage, nonce: string): void {
  page.html = overwriteNonce(page.html, nonce)
  if (page.rscData !== undefined) page.rscData = sameKind(page.rscData, overwriteNonceBytes(page.rscData, nonce))
  if (typeof page.postponed === 'string') page.postponed = overwriteNonce(page.postponed, nonce)
  for (const [name, bytes] of page.segmentData ?? []) {
    page.segmentData?.set(name, sameKind(bytes, overwriteNonceBytes(bytes, nonce)))
  }
  const headers: CachedHeaders = {}
  for (const [name, value] of Object.entries(page.headers ?? {})) {
    if (typeof value === 'string') headers[name] = withoutNonceParameter(value, nonce)
    else if (Array.isArray(value)) headers[name] = value.map((one) => withoutNonceParameter(one, nonce))
    else headers[name] = value
  }
  if (page.headers !== undefined) page.headers = headers
}

/** React announces preloads in `Link`, with `nonce="…"`. */
function withoutNonceParameter(value: string, nonce: string): string {
  return overwriteNonce(value.replaceAll(`; nonce="${nonce}"`, ''), nonce)
}

/** Next.js expects a Buffer, which is a view of the same bytes. */
function sameKind(original: Uint8Array, bytes: Uint8Array): Uint8Array {
  return original === bytes || !Buffer.isBuffer(original)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** What stands in nonce attributes after sealing: of a page that was rendered with somebody else's nonce. */
function noncesIn(html: string): readonly string[] {
  if (!html.includes('nonce="')) return []
  return [...new Set([...html.matchAll(/\bnonce="([\w+/-]{16,}={0,2})"/g)].map(([, nonce = '']) => nonce))]
}

function integrityIn({ integrity }: BuildManifest, src: string): string | undefined {
  const start = src.indexOf('/_next/')
  if (start === -1) return undefined
  const [path = ''] = src.slice(start).split(/[?#]/)
  return Object.hasOwn(integrity, path) ? integrity[path] : undefined
}

const admitted = new WeakMap<CompiledCsp, readonly string[]>()

function admittedBy(csp: CompiledCsp): readonly string[] {
  let words = admitted.get(csp)
  if (words === undefined) {
    words = csp.headers.flatMap((header) => splitHeader(header).flatMap((policy) => policy.flatMap(wordsOf)))
    words = [...new Set(words.filter((word) => word.startsWith("'")))]
    admitted.set(csp, words)
  }
  return words
}
