/** The reports of a body, each still as text. */
export interface SplitBody {
  readonly reports: readonly string[]
  /** Those that are no reports for what they look like: nested too deeply, or nothing between two commas. */
  readonly malformed: number
  /** How many there were after the most that may be in a body. They were not looked at. */
  readonly beyond: number
}

// A report is two objects deep, and what other types of reports carry in them hardly more: six below the report itself.
const MOST_DEEP = 7

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Cuts a list of reports apart before any of it is parsed: one that is broken, or nested to no end, costs the others nothing, and those beyond the most are only
 * counted. What it cuts out is not JSON yet; `JSON.parse` judges that. One walk over the text. Undefined for what is no list and no object.
 */
export function splitBody(text: string, most: number): SplitBody | undefined {
  const start = skipSpace(text, 0)
  const first = text.charCodeAt(start)
  if (first === OPEN_BRACE) {
    return walk(text, start).isDeep
      ? { reports: [], malformed: 1, beyond: 0 }
      : { reports: [text], malformed: 0, beyond: 0 }
  }
  if (first !== OPEN_BRACKET) return undefined
  return splitList(text, start + 1, most)
}

/** Whether it looks like JSON that reports come in, for what has another type. */
export function looksLikeReports(text: string): boolean {
  const first = text.charCodeAt(skipSpace(text, 0))
  return first === OPEN_BRACE || first === OPEN_BRACKET
}

function splitList(text: string, start: number, most: number): SplitBody {
  const reports: string[] = []
  let malformed = 0
  let beyond = 0
  let from = start
  for (let isFirst = true; ; isFirst = false) {
    const { end, isDeep } = walk(text, from)
    const isLast = text.charCodeAt(end) !== COMMA
    if (skipSpace(text, from) >= end) {
      // `[]` has no reports. Otherwise it is no list, and what may follow is anybody's guess.
      const isEmptyList = isFirst && text.charCodeAt(end) === CLOSE_BRACKET && skipSpace(text, end + 1) === text.length
      if (!isEmptyList) malformed++
      break
    }
    if (reports.length + malformed >= most) beyond++
    else if (isDeep) malformed++
    else reports.push(text.slice(from, end))
    if (isLast) {
      if (skipSpace(text, end + 1) < text.length) malformed++
      break
    }
    from = end + 1
  }
  return { reports, malformed, beyond }
}

/** From the start of a value to the comma or bracket after it, or to the end of the text. */
function walk(text: string, start: number): { readonly end: number; readonly isDeep: boolean } {
  let depth = 0
  let isDeep = false
  for (let index = start; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = closingQuote(text, index)
        break
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++
        if (depth > MOST_DEEP) isDeep = true
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (depth === 0) return { end: index, isDeep }
        depth--
        break
      case COMMA:
        if (depth === 0) return { end: index, isDeep }
        break
    }
  }
  return { end: text.length, isDeep }
}

/** Most of a report is in strings, which `indexOf` passes faster than any loop. */
function closingQuote(text: string, opening: number): number {
  for (let index = text.indexOf('"', opening + 1); index !== -1; index = text.indexOf('"', index + 1)) {
    let backslashes = 0
    // No farther back than the last quotation mark, so that no backslash is counted twice.
    while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return index
  }
  return text.length
}

/** JSON's white space (RFC 8259 §2). */
function skipSpace(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return index
  }
  return text.length
}
