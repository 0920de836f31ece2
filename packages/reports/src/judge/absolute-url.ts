/** Null for text that is no absolute URL. */
export function parseUrl(text: string): URL | null {
  // Asked first, because an exception costs more than a second look, and most of what is no URL is a short word.
  return URL.canParse(text) ? new URL(text) : null
}
