/** A copy of a configuration's lists and objects that nobody can change. Values of other kinds are kept as they are. */
export function copyFrozen<T>(value: T): T
export function copyFrozen(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(copyFrozen))
  if (typeof value !== 'object' || value === null) return value
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyFrozen(inner)])))
}
