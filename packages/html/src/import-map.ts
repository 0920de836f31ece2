/** The `integrity` of an import map: what modules' files must be, by the URL they are imported from. Empty for a map that browsers would refuse. */
export function importMapIntegrity(text: string): readonly (readonly [url: string, integrity: string])[] {
  let map: unknown
  try {
    map = JSON.parse(text)
  } catch {
    return []
  }
  if (typeof map !== 'object' || map === null || !('integrity' in map)) return []
  const { integrity } = map
  if (typeof integrity !== 'object' || integrity === null || Array.isArray(integrity)) return []
  return Object.entries(integrity).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

/**
 * A module's URL in one spelling, to find it among the keys of an import map. `page` is the page's own path, `''` when it is not known.
 * Undefined for what is no URL.
 */
export function moduleUrl(text: string, page: string): string | undefined {
  const site = 'https://page.invalid/'
  const base = URL.canParse(page, site) ? new URL(page, site).href : site
  return URL.canParse(text, base) ? new URL(text, base).href : undefined
}
