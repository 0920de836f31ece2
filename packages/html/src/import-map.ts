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

/** Takes an import map in. Where another has the URL already, that one stays ("merge existing and new import maps"). */
export function addImportMap(
  modules: Map<string, string>,
  text: string,
  resolve: (url: string) => string | undefined,
): void {
  for (const [key, integrity] of importMapIntegrity(text)) {
    const url = resolve(key)
    if (url !== undefined && !modules.has(url)) modules.set(url, integrity)
  }
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
