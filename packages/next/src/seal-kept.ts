import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompiledCsp, HeaderPair } from '@sallyport/core'
import { overwriteNonce, overwriteNonceBytes } from '@sallyport/html'
import type { BuildFindings } from './build-findings.ts'
import type { NotedPage, PageSources, SealedPage } from './build-manifest.ts'
import { cacheableCsp } from './cacheable-csp.ts'
import type { KeptFile } from './kept-file.ts'
import { changeFile, overwriteFile } from './overwrite-file.ts'
import { sealedCsp } from './sealed-csp.ts'
import type { SealedText } from './sealed-text.ts'

export interface SealerOptions {
  /** `<distDir>/server`, absolute. */
  readonly server: string
  readonly nonce: string
  readonly sealPage: (html: string, csp: CompiledCsp | null) => Promise<SealedText>
  /** False: pages keep their own scripts, and get the part of the policy that no nonce decides. */
  readonly canSeal: boolean
  readonly findings: BuildFindings
  /** The policy of a page, by the path that it is kept for. */
  readonly cspAt: (path: string) => CompiledCsp | null
  readonly defaultLocale: string | undefined
}

export interface Sealer {
  readonly sealed: Readonly<Record<string, SealedPage>>
  readonly shells: Readonly<Record<string, NotedPage>>
  readonly files: Readonly<Record<string, NotedPage>>
  readonly headers: ReadonlyMap<string, readonly HeaderPair[]>
  /** How many pages of the App Router with scripts carried the nonce, and how many did not. */
  readonly marked: number
  readonly unmarked: number
  readonly errorPages: () => PageSources
  readonly sealEntry: (file: KeptFile) => Promise<void>
  readonly sealFile: (file: KeptFile) => Promise<void>
  /** Takes the nonce out of a file of what Next.js fetches for client-side navigation, which is kept beside the page. */
  readonly cleanData: (name: string) => void
}

export const NO_MARK =
  'No prerendered page of the App Router carries the seal nonce. Sealing rests on Next.js taking a nonce for its own scripts from the `content-security-policy` header of the request that it prerenders for (MockedRequest of next/dist/server/lib/mock-request.js), and on its loading `cacheHandler` in the processes that prerender; one of these no longer holds. Pages go without the directives that a nonce decides.'

export function createSealer(options: SealerOptions): Sealer {
  const { server, nonce, sealPage, findings, cspAt } = options
  const sealed: Record<string, SealedPage> = {}
  const shells: Record<string, NotedPage> = {}
  const files: Record<string, NotedPage> = {}
  const headers = new Map<string, readonly HeaderPair[]>()
  /** By the page of the App Router that they are copies of, if there is one. */
  const errorPages: { readonly copied: string; readonly own: PageSources }[] = []
  let marked = 0
  let unmarked = 0

  /** Undefined: nothing tells the page's own scripts from injected ones, or the page's scripts cannot be checked. */
  const seal = async (file: KeptFile, csp: CompiledCsp | null) => {
    const name = join(server, `${file.stem}.html`)
    const html = readFileSync(name, 'utf8')
    // Pages of the Pages Router have no inline script of its own but with Turbopack of Next.js 16, and so may be without a nonce.
    const isMarked = html.includes(nonce)
    if (file.store === 'entry' && file.router === 'app' && html.includes('<script')) {
      if (isMarked) marked++
      else unmarked++
      if (!isMarked) return undefined
    }
    const page = await sealPage(html, csp)
    if (!options.canSeal && csp?.hasNonce) {
      if (isMarked) overwriteFile(name, overwriteNonce(html, nonce), Buffer.byteLength(html))
      return undefined
    }
    if (page.html !== html) overwriteFile(name, page.html, Buffer.byteLength(html))
    if (page.blocked.length > 0) findings.blocked(file.path, page.blocked, page.breaks)
    return page
  }

  const sealEntry = async (file: KeptFile): Promise<void> => {
    const csp = cspAt(file.path)
    const page = await seal(file, csp)
    const metaFile = join(server, `${file.stem}.meta`)
    const metaText = readFileSync(metaFile, 'utf8')
    const length = Buffer.byteLength(metaText)
    const meta = readMeta(overwriteNonce(metaText, nonce))
    if (meta === undefined) {
      findings.problem(`${metaFile} is no JSON object, as it is with Next.js 15.5 and 16.4.`)
      return
    }
    if (meta.postponed !== undefined) {
      findings.shells++
      shells[file.path] = page === undefined ? { scripts: [], styles: [] } : noted(page)
      overwriteFile(metaFile, JSON.stringify(meta), length)
      return
    }
    const pairs = pairsOf(csp, page?.sources)
    if (page !== undefined) findings.sealed++
    findings.largest = Math.max(findings.largest, ...pairs.map(([, value]) => value.length))
    if (file.router === 'pages') {
      // Next.js sends no headers of such entries: the proxy does. For a cache handler they say that the entry is sealed.
      if (page !== undefined) addFile(file.path, noted(page))
    } else {
      sealed[file.path] = page === undefined ? UNSEALED : { ...page.sources, blocked: page.blocked }
    }
    const own = typeof meta.headers === 'object' ? meta.headers : {}
    const isFallback = file.router === 'pages' && file.path.includes('[')
    const all = isFallback ? own : { ...own, ...Object.fromEntries(pairs) }
    overwriteFile(metaFile, JSON.stringify({ ...meta, headers: all }), length)
    headers.set(join(server, `${file.stem}.html`), pairs)
  }

  const sealFile = async (file: KeptFile): Promise<void> => {
    const page = await seal(file, cspAt(file.path))
    if (page === undefined) return
    findings.sealed++
    // The last part, because each locale has its own.
    const name = file.path.slice(file.path.lastIndexOf('/'))
    const copied = ERROR_FILES[name]
    if (copied !== undefined) errorPages.push({ copied, own: page.sources })
    addFile(file.path, noted(page))
  }

  const addFile = (path: string, sources: NotedPage): void => {
    files[path] = sources
    const prefix = `/${options.defaultLocale ?? ''}`
    if (prefix !== '/' && (path === prefix || path.startsWith(`${prefix}/`)))
      files[path.slice(prefix.length) || '/'] = sources
  }

  return {
    sealed,
    shells,
    // With the App Router, the address /500 is answered with the not-found page.
    get files() {
      return Object.fromEntries(Object.entries(files).filter(([path]) => path !== '/500' || !(NOT_FOUND in sealed)))
    },
    headers,
    get marked() {
      return marked
    },
    get unmarked() {
      return unmarked
    },
    errorPages: () => combine(errorPages.flatMap(({ copied, own }) => (copied in sealed ? [] : own))),
    sealEntry,
    sealFile,
    cleanData: (name) => {
      const file = join(server, name)
      let isText = true
      changeFile(file, (text) => {
        // What is not UTF-8 has become this, and would be written so.
        isText = !text.includes('\ufffd')
        return isText ? overwriteNonce(text, nonce) : text
      })
      if (isText) return
      const bytes = readFileSync(file)
      if (bytes.includes(nonce)) overwriteFile(file, overwriteNonceBytes(bytes, nonce), bytes.length)
    },
  }
}

const UNSEALED: SealedPage = {
  scripts: [],
  styles: [],
  blocked: ['1:1 page: It carries no seal nonce, so it goes without the directives that a nonce decides.'],
}

function pairsOf(csp: CompiledCsp | null, sources: PageSources | undefined): readonly HeaderPair[] {
  // A policy without a nonce is the same for all pages, and the proxy's.
  if (csp === null || !csp.hasNonce) return []
  return sources === undefined ? [...cacheableCsp(csp).headers, ...(csp.others ?? [])] : sealedCsp(csp, sources)
}

/** The files that Next.js sends in place of a page of the Pages Router that failed, by what they are copies of in an app with `app`. */
const NOT_FOUND = '/_not-found'
const ERROR_FILES: Readonly<Record<string, string>> = { '/404': NOT_FOUND, '/500': '/_global-error' }

function combine(pages: readonly PageSources[]): PageSources {
  const list = (of: (page: PageSources) => readonly string[]) => [...new Set(pages.flatMap(of))].toSorted()
  return { scripts: list((page) => page.scripts), styles: list((page) => page.styles) }
}

function readMeta(text: string): Readonly<Record<string, unknown>> | undefined {
  const meta: unknown = JSON.parse(text)
  return typeof meta === 'object' && meta !== null ? { ...meta } : undefined
}

/** Most pages have nothing blocked, and the manifest is read by every server. */
function noted({ sources, blocked }: SealedText): NotedPage {
  return blocked.length === 0 ? sources : { ...sources, blocked }
}
