/** A page as Next.js hands it to a cache handler, and as it then sends it: the handler may change it in place. */
export interface CachedPage {
  readonly kind: 'APP_PAGE' | 'PAGES'
  html: string
  /** The page for client-side navigation. */
  rscData?: Uint8Array | undefined
  /** Its parts, for prefetches. */
  segmentData?: Map<string, Uint8Array> | undefined
  /** What is left to render for each request: of a partially prerendered page this entry is the shell. */
  postponed?: string | undefined
  headers?: CachedHeaders | undefined
}

export type CachedHeaders = Record<string, string | string[] | number | undefined>

export function isCachedPage(value: unknown): value is CachedPage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'APP_PAGE' || value.kind === 'PAGES') &&
    'html' in value &&
    typeof value.html === 'string'
  )
}

export function isShell({ postponed }: CachedPage): boolean {
  return typeof postponed === 'string'
}

/** The path of a page by the key of its entry: `/route-cache/APP_PAGE/<owner>/$/posts/first` is `/posts/first`. */
export function pathOfKey(key: string): string {
  const mark = key.indexOf('/$/')
  const path = mark === -1 ? key : key.slice(mark + 2)
  // Next.js writes `/` as `/index`, and `/index` as `/index/index`.
  if (path === '/index') return '/'
  return path.startsWith('/index/') ? path.slice('/index'.length) : path
}
