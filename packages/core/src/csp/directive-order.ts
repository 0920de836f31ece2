import { DIRECTIVES } from './directives.ts'
import type { DirectiveWords } from './parse.ts'

/**
 * The order as written, but `script-src` before its variants: Next.js reads its nonce from the first directive whose name starts with
 * `script-src`, and of those only `script-src` itself is sure to have it.
 */
export function placeScriptSrcFirst(directives: readonly DirectiveWords[]): readonly DirectiveWords[] {
  const scripts = directives.find(({ name }) => name === 'script-src')
  const first = directives.find(({ name }) => name.startsWith('script-src'))
  if (!scripts || scripts === first) return directives
  return directives.flatMap((directive) => {
    if (directive === scripts) return []
    return directive === first ? [scripts, directive] : [directive]
  })
}

const RANKS: ReadonlyMap<string, number> = new Map([...DIRECTIVES.keys()].map((name, index) => [name, index] as const))

/** The place of a directive in the table. */
export function rankOf(name: string): number {
  return RANKS.get(name) ?? 0
}

/** Those that others fall back to come first, so that what falls back sees what has become of them. */
export function compareNames(one: string, other: string): number {
  const depth = (name: string) => DIRECTIVES.get(name)?.fallback.length ?? 0
  return depth(one) - depth(other) || rankOf(one) - rankOf(other)
}
