/** The known name a misspelt one most likely meant: at most two edits away, or a third of its length. */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const lower = word.toLowerCase()
  const reach = Math.max(2, Math.floor(lower.length / 3))
  let best: string | undefined
  let least = reach + 1
  for (const name of names) {
    const distance = editDistance(lower, name.toLowerCase())
    if (distance < least) {
      best = name
      least = distance
    }
  }
  return best
}

const LONGEST_COMPARED = 64

/** Levenshtein's distance. */
function editDistance(left: string, right: string): number {
  if (left.length > LONGEST_COMPARED || right.length > LONGEST_COMPARED) return LONGEST_COMPARED
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[right.length] ?? LONGEST_COMPARED
}
