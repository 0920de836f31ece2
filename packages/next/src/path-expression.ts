/** An expression that some paths match from their first character to their last, and nothing else. */
export interface PathExpression {
  readonly source: string
  /** How many paths it is for. */
  readonly count: number
}

interface Branch {
  readonly next: Map<string, Branch>
  isEnd: boolean
}

/**
 * Of paths of letters, digits and `/-_.~`. What begins alike is written once, and no slash is left for the engine to escape, which it does each time
 * that an expression is made. The shortest paths come first: where not all have a place, the pages of the top levels do.
 *
 * @param longest Of the expression, in characters.
 */
export function pathExpression(paths: readonly string[], longest: number): PathExpression {
  const root: Branch = { next: new Map(), isEnd: false }
  let length = 0
  let count = 0
  for (const path of paths.toSorted((one, other) => one.length - other.length)) {
    length += addedLength(root, path)
    if (length > longest) break
    add(root, path)
    count++
  }
  return { source: written(root), count }
}

/** At most, as `(?:`, `|` and `)?` are counted for each path. */
function addedLength(root: Branch, path: string): number {
  let branch: Branch | undefined = root
  let length = '(?:|)?'.length
  for (const character of path) {
    branch = branch?.next.get(character)
    if (branch === undefined) length += escaped(character).length
  }
  return length
}

function add(root: Branch, path: string): void {
  let branch = root
  for (const character of path) {
    const known = branch.next.get(character)
    const next = known ?? { next: new Map(), isEnd: false }
    if (known === undefined) branch.next.set(character, next)
    branch = next
  }
  branch.isEnd = true
}

function written({ next, isEnd }: Branch): string {
  const ways = [...next].map(([character, branch]) => escaped(character) + written(branch))
  const [first = ''] = ways
  if (ways.length === 0 || (ways.length === 1 && !isEnd)) return first
  return `(?:${ways.join('|')})${isEnd ? '?' : ''}`
}

function escaped(character: string): string {
  return character === '/' || character === '.' ? `\\${character}` : character
}
