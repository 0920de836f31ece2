import { type CompiledCsp, printable } from '@sallyport/core'
import { overwriteNonce, overwriteNonceBytes } from '@sallyport/html'
import type { PageSources } from './build-manifest.ts'
import type { CachedHeaders, CachedPage } from './cached-page.ts'
import { addSources } from './entry-sources.ts'
import { sealText } from './sealed-text.ts'
import type { Sealing } from './sealing.ts'
import { warnOnce } from './warning.ts'

/**
 * Seals a page in place: Next.js sends the very object to the first visitor. Without the nonce that the page was rendered with nothing in
 * it is known to be the page's own, so nothing is admitted. Never throws: what cannot be sealed gets a policy that admits no script.
 *
 * @param path Of the page, for the log.
 * @returns false for a page that was rendered with another nonce than this.
 */
export async function sealEntry(
  page: CachedPage,
  nonce: string | undefined,
  csp: CompiledCsp,
  { integrityOf }: Sealing,
  path: string,
): Promise<boolean> {
  const isMarked = nonce !== undefined && page.html.includes(nonce)
  let sources = NO_SOURCES
  if (nonce !== undefined) {
    try {
      const sealed = await sealText(page.html, csp, { nonce, integrityOf })
      page.html = sealed.html
      sources = sealed.sources
    } catch (error) {
      const why = `because the page could not be sealed: ${String(error)}`
      warnOnce('seal', printable(`The scripts of ${path} are blocked, ${why}`, LONGEST))
    }
    overwriteIn(page, nonce)
  }
  const foreign = noncesIn(page.html)
  for (const one of foreign) overwriteIn(page, one)
  addSources(page, csp, sources)
  return isMarked || foreign.length === 0
}

/** Of what is logged, in characters: a visitor may have chosen the path. */
const LONGEST = 1000

const NO_SOURCES: PageSources = { scripts: [], styles: [] }

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
