type Line = readonly [name: unknown, value: unknown]

export interface SplitHeaders {
  /** The app's `Vary`, when the arguments have one. */
  readonly vary: string | undefined
  /** The arguments without it. */
  readonly args: readonly unknown[]
}

/**
 * Takes `Vary` out of the arguments that follow the status in `writeHead(status[, reason][, headers])`: headers given
 * there replace those set before, so a `Vary` merged into the response would be lost. The caller's object is not changed.
 */
export function splitVary(args: readonly unknown[]): SplitHeaders {
  const index = isObject(args[1]) ? 1 : 0
  const headers = args[index]
  if (!isObject(headers)) return { vary: undefined, args }
  if (!Array.isArray(headers)) {
    if (!namesVary(headers)) return { vary: undefined, args }
    const own = Object.entries(headers)
    return { vary: varyOf(own), args: args.with(index, Object.fromEntries(own.filter((line) => !isVary(line)))) }
  }
  const lines = listLines(headers)
  // Left to the platform, which refuses it.
  if (lines === undefined) return { vary: undefined, args }
  // Always flat: pairs, which HTTP/1 takes as long as nothing else is set, are refused once a header of ours is.
  return { vary: varyOf(lines), args: args.with(index, lines.filter((line) => !isVary(line)).flat()) }
}

/** `[name, value, name, value]` and `[[name, value], [name, value]]` as pairs. */
function listLines(headers: readonly unknown[]): readonly Line[] | undefined {
  if (Array.isArray(headers[0])) return headers.every(isPair) ? headers : undefined
  if (headers.length % 2 !== 0) return undefined
  return Array.from({ length: headers.length / 2 }, (_, index) => [headers[index * 2], headers[index * 2 + 1]] as const)
}

// Fastify gives all its headers to writeHead, so this is asked for every one of its responses.
function namesVary(headers: object): boolean {
  for (const name in headers) if (name.length === 4 && name.toLowerCase() === 'vary') return true
  return false
}

function varyOf(lines: readonly Line[]): string | undefined {
  const values = lines.filter(isVary).flatMap(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

// A value that is neither text nor a list of texts is left where it is, for the platform to refuse.
function isVary([name, value]: Line): boolean {
  if (typeof name !== 'string' || name.length !== 4 || name.toLowerCase() !== 'vary') return false
  return typeof value === 'string' || (Array.isArray(value) && value.every((text) => typeof text === 'string'))
}

function isPair(line: unknown): line is Line {
  return Array.isArray(line) && line.length === 2
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
