/** One HTML file of a build, by where it is below `<distDir>/server`. */
export interface KeptFile {
  /** Seen from `server`, without `.html`. */
  readonly stem: string
  /** `entry`: a cache entry, with a `.meta` beside it. `file`: sent as it is. */
  readonly store: 'entry' | 'file'
  readonly router: 'app' | 'pages'
  /** The path that it is kept for, without the base path: `/posts/first`; or the page's, of a shell for all of its paths: `/posts/[slug]`. */
  readonly path: string
}

const ENTRY = '/$/'
const KINDS: Readonly<Record<string, KeptFile['router']>> = { APP_PAGE: 'app', PAGES: 'pages' }

/** Undefined for a place in which Next.js 15.5 and 16.4 keep no page. */
export function keptFile(name: string): KeptFile | undefined {
  const stem = name.slice(0, -'.html'.length)
  const [folder = '', kind = ''] = stem.split('/', 2)
  if (folder === 'route-cache') {
    const router = KINDS[kind]
    const at = stem.indexOf(ENTRY)
    return router === undefined || at === -1
      ? undefined
      : { stem, store: 'entry', router, path: pathOf(stem.slice(at + ENTRY.length)) }
  }
  if (folder === 'app') return { stem, store: 'entry', router: 'app', path: pathOf(stem.slice('app/'.length)) }
  if (folder === 'pages') return { stem, store: 'file', router: 'pages', path: pathOf(stem.slice('pages/'.length)) }
  return undefined
}

/** What Next.js's normalizePagePath made a file name of: `/` is `/index`, and so `/index` is `/index/index`. */
function pathOf(name: string): string {
  if (name === 'index') return '/'
  return name === 'index/index' || name.startsWith('index/index/') ? `/${name.slice('index/'.length)}` : `/${name}`
}

/** The path of a request for it, as browsers write it. */
export function requestPath(path: string, { basePath = '', trailingSlash = false }: PathOptions): string {
  const whole = path === '/' ? basePath || '/' : basePath + path
  const url = new URL('http://localhost')
  // The setter leaves a percent sign as it is, and takes a backslash for a slash.
  url.pathname = whole.replaceAll('%', '%25').replaceAll('\\', '%5C')
  return trailingSlash && !url.pathname.endsWith('/') ? `${url.pathname}/` : url.pathname
}

export interface PathOptions {
  readonly basePath?: string | undefined
  readonly trailingSlash?: boolean | undefined
}
