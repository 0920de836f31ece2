/** Whether every host that `inner` matches is matched by `outer` too (CSP3 §6.7.2.10). Both in lower case. */
export function includesHost(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true
  return outer.startsWith('*.') && inner.endsWith(outer.slice(1))
}

/** Whether some host matches both. */
export function meetsHost(one: string, other: string): boolean {
  return includesHost(one, other) || includesHost(other, one)
}
