/**
 * Whether another source of the list matches every URL that this one does, in every engine and before and after redirects: so only what
 * follows from the texts by one rule of CSP3 §6.7.2.7 each. Costs the same however long the list is.
 */
export function isCovered(source: string, list: ReadonlySet<string>): boolean {
  if (source.startsWith("'") || source === '*') return false
  // `*` is no answer to other schemes: they differ in what they take ws: and wss: for.
  if ((source === 'http:' || source === 'https:') && list.has('*')) return true
  const separator = source.indexOf('://')
  const scheme = separator === -1 ? '' : source.slice(0, separator)
  // Step 2: a scheme-source asks for the scheme alone.
  if (scheme !== '' && list.has(`${scheme}:`)) return true
  if ((scheme === 'http' || scheme === 'https') && list.has('*')) return true
  return separator === -1 && source.endsWith(':') ? false : isCoveredByHost(source, separator, list)
}

/** By the same host without a path, or by a wildcard above it; scheme and port in the same words. */
function isCoveredByHost(source: string, separator: number, list: ReadonlySet<string>): boolean {
  const start = separator === -1 ? 0 : separator + 3
  const slash = source.indexOf('/', start)
  const end = slash === -1 ? source.length : slash
  // Step 6: without a path, every path.
  if (end < source.length && list.has(source.slice(0, end))) return true
  const authority = source.slice(start, end)
  const colon = authority.indexOf(':')
  const host = colon === -1 ? authority : authority.slice(0, colon)
  const port = colon === -1 ? '' : authority.slice(colon)
  // Engines differ over addresses, which no wildcard is meant for.
  if (isDigit(host.at(-1))) return false
  // Host-part match: `*.` stands for one label or more, so each parent's wildcard will do, but not that of the host itself.
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    const wildcard = `${source.slice(0, start)}*${host.slice(dot)}${port}`
    if (wildcard !== source.slice(0, end) && list.has(wildcard)) return true
  }
  return false
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}
