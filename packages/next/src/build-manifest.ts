/**
 * What the build found out about the pages that it made, for the proxy, the cache handler and `sallyport next`. It is kept as one more
 * member of `prerender-manifest.json`, because that is the one file which every way of serving a build takes along: a file of our own
 * is not copied into `output: 'standalone'`.
 */
export interface BuildManifest {
  readonly version: 1
  /** `sha256-…` of each script file of the build, by the URL that pages load it by, without asset prefix: `/_next/static/chunks/a.js`. */
  readonly integrity: Readonly<Record<string, string>>
  /**
   * Pages that no header can be kept with: those of the Pages Router (Next.js has automatically static ones in files, and sends no headers
   * of the cache entries of others), the not-found page as `/404`, and HTML below `public`. By path without the base path, of a page with
   * parameters its own, `/posts/[slug]`: the sources that stand in for the nonce.
   */
  readonly files: Readonly<Record<string, NotedPage>>
  /** Shells of partially prerendered pages made at build, by cache path: `/posts/[slug]`, `/posts/first`. */
  readonly shells: Readonly<Record<string, NotedPage>>
  /** What the error pages need that Next.js sends in place of a page that failed: `_global-error`, `500.html`. */
  readonly errorPages: PageSources
  /** Other files below `public`, by path: they are no pages. */
  readonly publicFiles: readonly string[]
  /** Pages made at build that are kept as cache entries and carry their own policy, by cache path. */
  readonly sealed: Readonly<Record<string, SealedPage>>
}

/** What takes the place of the nonce where there can be none: `'sha256-…'` sources, quoted. */
export interface PageSources {
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
}

export interface NotedPage extends PageSources {
  /** As of a sealed page; left out when it is empty. */
  readonly blocked?: readonly string[]
}

export interface SealedPage extends PageSources {
  /** In words, what in the page its policy blocks, by line and column; empty for a page that works. */
  readonly blocked: readonly string[]
}

export const MANIFEST_FILE = 'prerender-manifest.json'
export const MANIFEST_MEMBER = 'sallyport'
