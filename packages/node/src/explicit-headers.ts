type Line = readonly [name: unknown, value: unknown]

export interface SplitHeaders {
  /** The app's own, when the arguments have one. */
  readonly value: string | undefined
  /** The arguments without it. */
  readonly args: readonly unknown[]
}

/**
 * Takes a header out of the arguments that follow the status in `writeHead(status[, reason][, headers])`: headers given
 * there replace those set before, so what was merged into the response would be lost. The caller's object is not changed.
 *
 * @param name In lower case.
 */
export function splitHeader(args: readonly unknown[], name: string): SplitHeaders {
  const index = isObject(args[1]) ? 1 : 0
  const headers = args[index]
  if (!isObject(headers)) return { value: undefined, args }
  if (!Array.isArray(headers)) {
    if (!hasName(headers, name)) return { value: undefined, args }
    const own = Object.entries(headers)
    return {
      value: joinValues(own, name),
      args: args.with(index, Object.fromEntries(own.filter((line) => !isNamed(line, name)))),
    }
  }
  const lines = listLines(headers)
  // Left to the platform, which refuses it.
  if (lines === undefined) return { value: undefined, args }
  // Always flat: pairs, which HTTP/1 takes as long as nothing else is set, are refused once a header of ours is.
  return { value: joinValues(lines, name), args: args.with(index, lines.filter((line) => !isNamed(line, name)).flat()) }
}

/** `[name, value, name, value]` and `[[name, value], [name, value]]` as pairs. */
function listLines(headers: readonly unknown[]): readonly Line[] | undefined {
  if (Array.isArray(headers[0])) return headers.every(isPair) ? headers : undefined
  if (headers.length % 2 !== 0) return undefined
  return Array.from({ length: headers.length / 2 }, (_, index) => [headers[index * 2], headers[index * 2 + 1]] as const)
}

// Fastify gives all its headers to writeHead, so this is asked for every one of its responses.
function hasName(headers: object, wanted: string): boolean {
  for (const name in headers) if (name.length === wanted.length && name.toLowerCase() === wanted) return true
  return false
}

function joinValues(lines: readonly Line[], name: string): string | undefined {
  const values = lines.filter((line) => isNamed(line, name)).flatMap(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

// A value that is neither text nor a list of texts is left where it is, for the platform to refuse.
function isNamed([name, value]: Line, wanted: string): boolean {
  if (typeof name !== 'string' || name.length !== wanted.length || name.toLowerCase() !== wanted) return false
  return typeof value === 'string' || (Array.isArray(value) && value.every((text) => typeof text === 'string'))
}

function isPair(line: unknown): line is Line {
  return Array.isArray(line) && line.length === 2
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
