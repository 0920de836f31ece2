const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
const KEY_START = new Set(`${LETTERS}*`)
const KEY_CHARACTERS = new Set(`${LETTERS}${DIGITS}_-.*`)

/** Whether the text can be a name in `Reporting-Endpoints`: a key of RFC 8941 §3.1.2, which has no capitals. */
export function isEndpointName(text: string): boolean {
  if (!KEY_START.has(text.charAt(0))) return false
  for (const character of text) if (!KEY_CHARACTERS.has(character)) return false
  return true
}

/**
 * The endpoints that a `Reporting-Endpoints` header declares: `csp="https://reports.test/csp", other="/other"`. Undefined when the text is not
 * such a dictionary: one mistake voids all of it (RFC 8941 §4.2). Members that are no texts are left out, as the Reporting API does.
 */
export function parseReportingEndpoints(header: string): ReadonlyMap<string, string> | undefined {
  const endpoints = new Map<string, string>()
  let at = skipSpace(header, 0)
  while (at < header.length) {
    let end = at
    while (KEY_CHARACTERS.has(header.charAt(end))) end++
    const name = header.slice(at, end)
    if (!isEndpointName(name)) return undefined
    if (header.charAt(end) === '=') {
      const value = readText(header, end + 1)
      if (value === undefined) return undefined
      endpoints.set(name, value.text)
      end = value.end
    }
    at = skipSpace(header, skipParameters(header, end))
    if (at === header.length) break
    if (header.charAt(at) !== ',') return undefined
    at = skipSpace(header, at + 1)
    // A comma at the end is a mistake too.
    if (at === header.length) return undefined
  }
  return endpoints
}

function readText(header: string, start: number): { readonly text: string; readonly end: number } | undefined {
  if (header.charAt(start) !== '"') return undefined
  let text = ''
  for (let index = start + 1; index < header.length; index++) {
    const character = header.charAt(index)
    if (character === '"') return { text, end: index + 1 }
    if (character === '\\') index++
    text += header.charAt(index)
  }
  return undefined
}

/** Parameters mean nothing to the Reporting API; up to the next comma they are not looked at. */
function skipParameters(header: string, start: number): number {
  if (header.charAt(start) !== ';') return start
  const comma = header.indexOf(',', start)
  return comma === -1 ? header.length : comma
}

function skipSpace(header: string, start: number): number {
  let at = start
  while (header.charAt(at) === ' ' || header.charAt(at) === '\t') at++
  return at
}
