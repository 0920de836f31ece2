/**
 * The value of `Vary` (RFC 9110 §12.5.5) after adding names to what is there: nothing twice, and `*` stays alone.
 * Undefined when there is nothing to send.
 */
export function mergeVary(existing: string | undefined, names: readonly string[]): string | undefined {
  if (names.length === 0) return existing
  if (existing === undefined || existing === '') return joinNames(names)
  const present = existing.split(',').map((name) => name.trim().toLowerCase())
  if (present.includes('*')) return existing
  const missing = names.filter((name) => !present.includes(name))
  return missing.length === 0 ? existing : `${existing}, ${missing.join(', ')}`
}

let lastNames: readonly string[] = []
let lastJoined = ''

// Policies share two or three frozen lists, so the text made last is nearly always the one asked for.
function joinNames(names: readonly string[]): string | undefined {
  if (names.length === 1) return names[0]
  if (names !== lastNames) {
    lastJoined = names.join(', ')
    lastNames = names
  }
  return lastJoined
}
