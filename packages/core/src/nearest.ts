const LONGEST_WORD = 64

/**
 * The name a misspelt word was probably meant to be, for "did you mean": `scriptSrc` gives `script-src`.
 * Undefined when nothing is near enough to be worth suggesting. Letter case does not count.
 */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  if (word === '' || word.length > LONGEST_WORD) return undefined
  const wanted = word.toLowerCase()
  // A third of the letters may be wrong; in a short word, two.
  let limit = Math.max(2, Math.floor(wanted.length / 3))
  // ... but never all of them: `ab` is no misspelling of `xy`.
  limit = Math.min(limit, wanted.length - 1)
  let nearest: string | undefined
  for (const name of names) {
    // Each letter too many or too few is a difference by itself.
    if (Math.abs(name.length - wanted.length) > limit) continue
    const distance = editDistance(wanted, name.toLowerCase())
    if (distance > limit) continue
    nearest = name
    limit = distance - 1
  }
  return nearest
}

/** Insertions, deletions and substitutions that turn one text into the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const substitution = cell(previous, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(substitution, cell(previous, column) + 1, cell(current, column - 1) + 1))
    }
    previous = current
  }
  return cell(previous, to.length)
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
