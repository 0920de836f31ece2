/** Colours of directives by number (`--c1` to `--c9` of the styles; 0 is the grey of all others), so that each looks alike from day to day. */
const COLOURS: Readonly<Record<string, number>> = {
  'script-src-elem': 1,
  'script-src-attr': 2,
  'script-src': 3,
  'style-src-elem': 4,
  'style-src-attr': 5,
  'img-src': 6,
  'connect-src': 7,
  'font-src': 8,
  'frame-src': 9,
}

/** The colour of each directive. Those without one of their own take what the others leave. */
export function coloursOf(directives: readonly string[]): ReadonlyMap<string, number> {
  const colours = new Map<string, number>()
  for (const directive of directives) {
    if (Object.hasOwn(COLOURS, directive)) colours.set(directive, COLOURS[directive] ?? 0)
  }
  const taken = new Set(colours.values())
  const free = Object.values(COLOURS).filter((colour) => !taken.has(colour))
  for (const directive of directives) {
    if (!colours.has(directive)) colours.set(directive, directive === '' ? 0 : (free.pop() ?? 0))
  }
  return colours
}
