import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CompiledCsp, decide, type HeaderPair, type Policy } from '@sallyport/core'
import { audit, hashHtml, insertIntoHead, overwriteNonceBytes } from '@sallyport/html'
import type { PageSources, SealedPage } from './build-manifest.ts'
import { cacheableCsp } from './cacheable-csp.ts'
import { blocksFor, carryByMeta, type ExportedPage } from './export-headers.ts'
import { exportPaths } from './export-page.ts'
import { filesBelow } from './files-below.ts'
import { forEachOf } from './for-each.ts'
import { writeHeadersFile } from './headers-file.ts'
import { sealedCsp } from './sealed-csp.ts'
import { type SealedText, sealText } from './sealed-text.ts'

export interface StaticExportOptions {
  /** The folder that `next build` wrote the site to. */
  readonly out: string
  /** `public`, whose files are copied as they are: Next.js has put its mark into none of them. */
  readonly publicFolder: string
  readonly policy: Policy
  /** The seal nonce of the build. */
  readonly nonce: string
  /** `sha256-…` of a file of the build, by the URL that pages load it by. */
  readonly integrityOf: (src: string) => string | undefined
  /** Default none. */
  readonly basePath?: string | undefined
  /** False: browsers cannot check the integrity of the build's files, so pages go without what a nonce decides. Default true. */
  readonly canSeal?: boolean
}

export interface StaticExport {
  /** By the path that Next.js links to, without the base path: `/about`, or `/about/`. */
  readonly pages: Readonly<Record<string, SealedPage>>
  /** For the log of the build: what was written, and what a static host will not do. */
  readonly notes: readonly string[]
}

const HEADERS_FILE = '_headers'
const HEADERS_JSON = 'sallyport-headers.json'

/**
 * Seals the pages of `output: 'export'`, where no server adds headers: each gets its policy as `<meta>`, and two files tell static hosts
 * the headers. No file keeps the seal nonce.
 *
 * @throws what reading and writing files throws, as a rejection.
 */
export async function sealStaticExport(options: StaticExportOptions): Promise<StaticExport> {
  const { out, publicFolder, nonce, basePath = '' } = options
  const copied = new Set<string>()
  for (const file of filesBelow(publicFolder)) copied.add(file)
  const pages = new Map<string, ExportedFile>()
  await forEachOf(filesBelow(out), async (file) => {
    // Chunks are made before anything is rendered, and `public` before that.
    if (file.endsWith('.html')) pages.set(file, await sealFile(file, copied.has(file), options))
    else if (!copied.has(file) && !file.startsWith('_next/static/')) await clearFile(join(out, file), nonce)
  })
  const files = [...pages].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, page]) => page)
  const own = copied.has(HEADERS_FILE) ? await readFile(join(publicFolder, HEADERS_FILE), 'utf8') : ''
  const { text, notes } = writeHeadersFile(own, blocksFor(files, basePath))
  await writeFile(join(out, HEADERS_FILE), text)
  await writeFile(join(out, HEADERS_JSON), `${JSON.stringify(headersByPath(files), null, 2)}\n`)
  return {
    pages: Object.fromEntries(files.map(({ paths: [path = '/'], sealed }) => [path.slice(basePath.length), sealed])),
    notes: [...summary(files), ...blockedNotes(files), ...notes],
  }
}

interface ExportedFile extends ExportedPage {
  readonly sealed: SealedPage
  /** What its `<meta>` cannot carry. */
  readonly lost: readonly string[]
  /** From `public`: no part of the build has looked at it. */
  readonly isCopied: boolean
}

async function sealFile(file: string, isCopied: boolean, options: StaticExportOptions): Promise<ExportedFile> {
  const { out, policy, nonce, integrityOf, basePath = '', canSeal = true } = options
  const paths = exportPaths(file, basePath)
  const decision = decide(policy, { method: 'GET', path: paths[0], header: () => undefined })
  const csp = decision.kind === 'continue' ? decision.csp : null
  const text = await readFile(join(out, file), 'utf8')
  const sealed = isCopied ? await hashCopied(text) : await sealText(text, csp, { nonce, integrityOf })
  // Without its mark Next.js's own scripts are among what would be blocked.
  const isSealed = isCopied || (canSeal && (text.includes(nonce) || !sealed.breaks))
  const headers = [...decision.headers, ...pairsOf(csp, isSealed ? sealed.sources : undefined)]
  const { html: meta, lost } = carryByMeta(headers)
  await writeFile(join(out, file), insertIntoHead(sealed.html, meta))
  const blocked = isCopied ? blockedIn(text, headers, paths[0]) : isSealed ? sealed.blocked : []
  return { paths, headers, lost, isCopied, sealed: { ...sealed.sources, blocked } }
}

/** Without sources, what of the policy no nonce decides. */
function pairsOf(csp: CompiledCsp | null, sources: PageSources | undefined): readonly HeaderPair[] {
  if (csp === null) return []
  if (!csp.hasNonce) return csp.nonceless
  return sources === undefined ? [...cacheableCsp(csp).headers, ...(csp.others ?? [])] : sealedCsp(csp, sources)
}

/** Every script in a file of `public` is the site's own. */
async function hashCopied(html: string): Promise<SealedText> {
  const { scripts, styles } = await hashHtml(html)
  return { html, sources: { scripts, styles }, blocked: [], breaks: false }
}

/** In the form of what is blocked in other pages. */
function blockedIn(html: string, headers: readonly HeaderPair[], path: string): readonly string[] {
  return audit({ url: `https://site.invalid${path}`, headers: Object.fromEntries(headers), html })
    .filter(({ outcome }) => outcome === 'blocked')
    .map(
      ({ line, column, kind, text, url, fix }) =>
        `${line}:${column} ${kind} ${JSON.stringify(shorten(text ?? url ?? ''))}: ${fix}`,
    )
}

const LONGEST = 60

function shorten(text: string): string {
  const plain = text
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
}

/** What the client router loads was rendered with the nonce as well. */
async function clearFile(path: string, nonce: string): Promise<void> {
  const bytes = await readFile(path)
  const cleared = overwriteNonceBytes(bytes, nonce)
  if (cleared !== bytes) await writeFile(path, cleared)
}

function headersByPath(pages: readonly ExportedPage[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    pages.flatMap(({ paths, headers }) => paths.map((path) => [path, Object.fromEntries(headers)] as const)),
  )
}

function summary(pages: readonly ExportedFile[]): readonly string[] {
  const lost = [...new Set(pages.flatMap((page) => page.lost))]
  const count = pages.length === 1 ? '1 page has its policy' : `${pages.length} pages have their policies`
  return [
    `${count} as <meta>, in ${HEADERS_FILE} (for Netlify and Cloudflare Pages) and in ${HEADERS_JSON} (for any other server).`,
    ...(lost.length === 0
      ? []
      : [
          `A <meta> cannot carry ${lost.join(', ')}: they hold only where the host sends the headers of one of the files.`,
        ]),
  ]
}

function blockedNotes(pages: readonly ExportedFile[]): readonly string[] {
  return pages
    .filter(({ isCopied }) => isCopied)
    .flatMap(({ paths: [path = '/'], sealed: { blocked } }) => blocked.map((item) => `${path}:${item}`))
}
