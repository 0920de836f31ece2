type Line = readonly [name: unknown, value: unknown]

/** As Node takes headers one by one; whatever cannot be one it refuses itself. */
interface HeaderTarget {
  removeHeader(name: string): void
  setHeader(name: string, value: unknown): unknown
  appendHeader(name: string, value: unknown): unknown
}

/**
 * Sets the headers that follow the status in `writeHead(status[, reason][, headers])`, as Node does it itself once a response has any: they replace those set
 * before. So what is merged into headers of the app, or gives way to them, need not look in two places.
 *
 * @returns false for what is no list of headers, which is left to Node.
 */
export function setExplicitHeaders(response: HeaderTarget, headers: object): boolean {
  if (!Array.isArray(headers)) {
    setRecord(response, headers)
    return true
  }
  const lines = listLines(headers)
  if (lines === undefined) return false
  // One after the other, since a name may be there more than once.
  for (const [name] of lines) if (isName(name)) response.removeHeader(name)
  for (const [name, value] of lines) if (isName(name)) response.appendHeader(name, value)
  return true
}

function setRecord(response: HeaderTarget, headers: object): void {
  const seen = hasCapitals(headers) ? new Set<string>() : null
  for (const name in headers) {
    if (name === '') continue
    const value: unknown = Reflect.get(headers, name)
    // One name in two spellings: Node would send both.
    if (seen?.has(name.toLowerCase())) response.appendHeader(name, value)
    else response.setHeader(name, value)
    seen?.add(name.toLowerCase())
  }
}

// Some frameworks give all headers of every response like this, and in lower case.
function hasCapitals(headers: object): boolean {
  for (const name in headers) if (name !== name.toLowerCase()) return true
  return false
}

/** `[name, value, name, value]` and `[[name, value], [name, value]]` as pairs: the latter is refused by Node once a header is set. */
function listLines(headers: readonly unknown[]): readonly Line[] | undefined {
  if (Array.isArray(headers[0])) return headers.every(isPair) ? headers : undefined
  if (headers.length % 2 !== 0) return undefined
  return Array.from({ length: headers.length / 2 }, (_, index) => [headers[index * 2], headers[index * 2 + 1]] as const)
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name !== ''
}

function isPair(line: unknown): line is Line {
  return Array.isArray(line) && line.length === 2
}
