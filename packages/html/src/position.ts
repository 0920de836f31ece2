/** A place in a text. */
export interface Position {
  /** Counted from 1. LF, CR LF and a lone CR each end a line, as HTML's input stream has it. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units, as editors and browsers' consoles do. */
  readonly column: number
  /** Counted from 0, in UTF-16 code units: an index into the text as it was given. */
  readonly offset: number
}

/** Finds the line and column of an offset; lines are counted once a text, not once a question. */
export function createPositions(text: string): (offset: number) => Position {
  const starts = lineStarts(text)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset }
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    return starts
  }
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(index + 1) !== 0x0a)) starts.push(index + 1)
  }
  return starts
}
