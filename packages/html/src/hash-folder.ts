import { readdir, readFile } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { RouteConfig } from '@sallyport/core'
import type { CspConfig } from '@sallyport/core/csp'
import { checkOptions, checkText } from './caller-checks.ts'
import { type HashHtmlOptions, hashHtml } from './hash-html.ts'
import { combineHashes, type HtmlHashes } from './html-hashes.ts'
import { staticCsp } from './static-csp.ts'

export interface HashFolderOptions extends Omit<HashHtmlOptions, 'page'> {
  /** Where the folder is served: `/docs`. Default `/`. */
  readonly prefix?: string
  /** The policy of a page, or of all of them together. Default `staticCsp`. */
  readonly csp?: (hashes: HtmlHashes) => CspConfig
}

/** A page of the folder. */
export interface FolderPage {
  /** Its path below the folder, with slashes: `docs/index.html`. */
  readonly file: string
  /** The paths under which servers commonly serve it, that of the file first. */
  readonly paths: readonly string[]
  readonly hashes: HtmlHashes
}

/** What a folder of pages needs from its policies. */
export interface HashedFolder {
  /** In the order of their files' names. */
  readonly pages: readonly FolderPage[]
  /** A policy for each page, under each of its paths: for `routes` of the configuration. */
  readonly routes: readonly RouteConfig[]
  /** One policy for all pages together: for `csp` of the configuration, which everything else gets, such as the page of a 404. */
  readonly csp: CspConfig
}

/**
 * Hashes every `.html` file below a folder, as UTF-8, and writes a policy for each. Call it at start-up, after the build: a file that changes afterwards is
 * sent with the old policy, and its new scripts are blocked.
 *
 * `about.html` is expected at `/about.html` and `/about`, `docs/index.html` at `/docs/index.html`, `/docs/` and `/docs`; where two files claim a path, the
 * one without a folder has it.
 *
 * @throws what `readdir` and `readFile` throw, as a rejection.
 * @throws {TypeError} (as a rejection) for a wrong option, and for a folder without a page.
 */
export async function hashFolder(folder: string, options: HashFolderOptions = {}): Promise<HashedFolder> {
  checkText(folder, 'hashFolder needs the path of a folder.')
  checkOptions('hashFolder', options, ['prefix', 'csp', 'algorithm', 'templates'])
  const { prefix = '/', csp = staticCsp, ...hashing } = options
  if (typeof prefix !== 'string' || !prefix.startsWith('/') || prefix.includes('*')) {
    throw new TypeError(`The prefix ${JSON.stringify(prefix)} is no path. Write it as it stands in URLs: /docs.`)
  }
  if (typeof csp !== 'function') {
    throw new TypeError('csp is a function from hashes to a policy: (hashes) => staticCsp(hashes, { … }).')
  }
  const policyOf = (hashes: HtmlHashes): CspConfig => {
    const policy = csp(hashes)
    // A route without a policy would have that of the app, and that of the app would be none.
    if (policy === undefined || policy === null) throw new TypeError('The function csp gave no policy. Return one.')
    return policy
  }
  const claimed = new Set<string>()
  const pages: FolderPage[] = []
  for (const file of await htmlFiles(folder)) {
    const html = await readFile(resolve(folder, file), 'utf8')
    const paths = pathsOf(file, prefix).filter((path) => !claimed.has(path))
    for (const path of paths) claimed.add(path)
    pages.push({ file, paths, hashes: await hashHtml(html, { ...hashing, page: file }) })
  }
  // More often than not the build has not been run, or the path is relative to another folder.
  if (pages.length === 0) throw new TypeError(`There is no .html file below ${resolve(folder)}.`)
  return {
    pages: pages.toSorted((one, other) => (one.file < other.file ? -1 : 1)),
    routes: pages.flatMap(({ paths, hashes }) => paths.map((path) => ({ path, csp: policyOf(hashes) }))),
    csp: policyOf(combineHashes(pages.map(({ hashes }) => hashes))),
  }
}

/** Index pages last: `about.html` comes before `about/index.html`. */
async function htmlFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => relative(folder, resolve(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted()
  return [...files.filter((file) => !isIndex(file)), ...files.filter(isIndex)]
}

function isIndex(file: string): boolean {
  return file === 'index.html' || file.endsWith('/index.html')
}

function pathsOf(file: string, prefix: string): readonly string[] {
  const start = prefix.endsWith('/') ? prefix : `${prefix}/`
  const path = start + file.split('/').map(encodeSegment).join('/')
  if (!isIndex(file)) return [path, path.slice(0, -'.html'.length)]
  const parent = path.slice(0, -'index.html'.length)
  return parent === '/' ? [path, parent] : [path, parent, parent.slice(0, -1)]
}

/** As a browser asks for it: the URL parser leaves more as it is than `encodeURIComponent` does. */
function encodeSegment(name: string): string {
  const escaped = name.replaceAll('%', '%25').replaceAll('?', '%3F').replaceAll('#', '%23').replaceAll('\\', '%5C')
  return new URL(`https://page.invalid/${escaped}`).pathname.slice(1)
}
