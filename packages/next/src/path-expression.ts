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

/** In characters. To find out how short an expression becomes takes a branch for each of them. */
const MOST_WRITTEN = 100_000

/**
 * Of paths of letters, digits and `/-_.~`. What begins alike is written once, and so is what goes on alike, as numbers do; no slash is left for the
 * engine to escape, which it does each time that an expression is made. The shortest paths come first: where not all have a place, the pages of the top
 * levels do.
 *
 * @param longest Of the expression, in characters.
 */
export function pathExpression(paths: readonly string[], longest: number): PathExpression {
  const sorted = paths.toSorted((one, other) => one.length - other.length)
  const most = expressionUpTo(sorted, MOST_WRITTEN)
  return most.source.length <= longest ? most : expressionUpTo(sorted, longest)
}

/** Of as many as surely fit. */
function expressionUpTo(paths: readonly string[], longest: number): PathExpression {
  const root: Branch = { next: new Map(), isEnd: false }
  let length = 0
  let count = 0
  for (const path of paths) {
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
  const byRest = new Map<string, string[]>()
  for (const [character, branch] of next) {
    const rest = written(branch)
    const characters = byRest.get(rest)
    if (characters === undefined) byRest.set(rest, [character])
    else characters.push(character)
  }
  const ways = [...byRest].map(([rest, characters]) => oneOf(characters) + rest)
  const text = ways.join('|')
  // A single character, of one or of several, needs no group.
  const isUnit = ways.length === 0 || (ways.length === 1 && (!isEnd || byRest.has('')))
  return (isUnit ? text : `(?:${text})`) + (isEnd && ways.length > 0 ? '?' : '')
}

function oneOf(characters: readonly string[]): string {
  const [first = '', ...others] = characters
  return others.length === 0 ? escaped(first) : `[${runs(characters).map(writtenRun).join('')}]`
}

/** The characters that follow each other without a gap, as the first and the last. */
function runs(characters: readonly string[]): readonly (readonly [first: number, last: number])[] {
  const found: [number, number][] = []
  for (const code of characters.map((character) => character.charCodeAt(0)).sort((one, other) => one - other)) {
    const run = found.at(-1)
    if (run !== undefined && code === run[1] + 1) run[1] = code
    else found.push([code, code])
  }
  return found
}

function writtenRun([first, last]: readonly [number, number]): string {
  const ends = [first, last].map((code) => classed(String.fromCharCode(code)))
  return first === last ? (ends[0] ?? '') : ends.join(last - first > 1 ? '-' : '')
}

/** Within brackets. */
function classed(character: string): string {
  return character === '/' || character === '-' ? `\\${character}` : character
}

function escaped(character: string): string {
  return character === '/' || character === '.' ? `\\${character}` : character
}
