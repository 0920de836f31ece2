import type { CspChange } from '@sallyport/core'

/** A page with an inline script that runs only when the policy knows its nonce. `''` when there is none. */
export function noncePage(nonce: string): string {
  return `<!doctype html><title>nonce</title><script nonce="${nonce}">document.title = 'ran'</script>`
}

/** A page that is the same for everybody. */
export const STATIC_PAGE: string = '<!doctype html><title>static</title><p>A page without scripts.</p>'

export const HTML: string = 'text/html; charset=utf-8'

/** What `/stream` sends, piece by piece. */
export const PIECES: readonly string[] = ['one ', 'two ', 'three']

/** What `/changed` makes of the policy of its response. */
export const CHANGE: CspChange = { append: { 'img-src': ['https://tiles.example.com'] } }

/** What `/unchanged` tries to: the host is none, as one from a request may be. */
export const REFUSED_CHANGE: CspChange = { append: { 'img-src': ['https://tiles.example.com; script-src *'] } }
