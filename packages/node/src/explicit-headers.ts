type Line = readonly [name: string, value: unknown]

/** Takes any value as Node does, which examines it and says what is wrong. */
interface HeaderTarget {
  setHeader(name: string, value: unknown): unknown
}

/**
 * Sets the headers that follow the status in `writeHead(status[, reason][, headers])`, as Node does it itself once a response has any: they replace those set
 * before. So what is merged into headers of the app, or gives way to them, need not look in two places.
 *
 * @returns false for what is no list of headers, which is left to Node.
 */
export function setExplicitHeaders(response: HeaderTarget, headers: object): boolean {
  if (isRecord(headers)) {
    const names = Object.keys(headers)
    if (names.some(hasCapital)) setLines(response, Object.entries(headers))
    else for (const name of names) if (name !== '') response.setHeader(name, headers[name])
    return true
  }
  const lines = listLines(headers)
  if (lines !== undefined) setLines(response, lines)
  return lines !== undefined
}

type HeaderRecord = Readonly<Record<string, unknown>>

function isRecord(headers: object): headers is HeaderRecord {
  return !Array.isArray(headers)
}

/** A name may be there more than once, in one spelling or two. */
function setLines(response: HeaderTarget, lines: readonly Line[]): void {
  const byName = new Map<string, { readonly name: string; readonly values: unknown[] }>()
  for (const [name, value] of lines) {
    const known = byName.get(name.toLowerCase())
    if (known !== undefined) known.values.push(value)
    else if (name !== '') byName.set(name.toLowerCase(), { name, values: [value] })
  }
  for (const { name, values } of byName.values())
    response.setHeader(name, values.length === 1 ? values[0] : values.flat())
}

function hasCapital(name: string): boolean {
  return name !== name.toLowerCase()
}

/** `[name, value, name, value]` and `[[name, value], [name, value]]` as pairs: the latter is refused by Node once a header is set. */
function listLines(headers: object): readonly Line[] | undefined {
  if (!Array.isArray(headers)) return undefined
  const isFlat = !Array.isArray(headers[0])
  if (isFlat && headers.length % 2 !== 0) return undefined
  const lines = isFlat
    ? Array.from({ length: headers.length / 2 }, (_, index) => [headers[index * 2], headers[index * 2 + 1]])
    : headers
  return lines.every(isLine) ? lines : undefined
}

function isLine(line: unknown): line is Line {
  return Array.isArray(line) && line.length === 2 && typeof line[0] === 'string'
}
