const MOST = 100

const TOLD = new Set<string>()

/** Has Node print a text that was not printed before; after the hundredth none, or a client could fill the log. */
export function warnOnce(text: string): void {
  if (TOLD.has(text) || TOLD.size >= MOST) return
  TOLD.add(text)
  process.emitWarning(text, 'SallyportWarning')
}
