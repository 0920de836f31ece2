import { asciiLowerCase } from './ascii.ts'
import { type CssToken, cssTokens } from './css-tokens.ts'

/** A file that a stylesheet asks for. */
export interface CssUrl {
  readonly url: string
  /** Fetch's destination: of imports, of `@font-face`, and of everything else that has a URL. */
  readonly destination: 'style' | 'font' | 'image'
  /** Where in the text it stands. */
  readonly offset: number
}

/**
 * The URLs of a stylesheet, or of a `style` attribute's declarations, whether or not anything on the page matches: https://drafts.csswg.org/css-values-4/#urls.
 * References into the page itself (`#gradient`) fetch nothing. Never throws, and reads each character a fixed number of times.
 */
export function cssUrls(css: string): readonly CssUrl[] {
  const urls: CssUrl[] = []
  const place: Place = { rule: '', functions: [], blocks: [] }
  for (const token of cssTokens(css)) {
    const destination = destinationOf(token, place)
    follow(token, place)
    const isReference = token.value === '' || token.value.startsWith('#')
    if (destination !== undefined && !isReference) urls.push({ url: token.value, destination, offset: token.offset })
  }
  return urls
}

interface Place {
  /** The at-rule whose prelude this is; `''` outside one. */
  rule: string
  /** The functions that are open. */
  readonly functions: string[]
  /** The at-rules, or `''`, whose blocks are open. */
  readonly blocks: string[]
}

const IMAGE_SETS: readonly string[] = ['image-set', '-webkit-image-set']

function destinationOf({ kind }: CssToken, { rule, functions, blocks }: Place): CssUrl['destination'] | undefined {
  const inner = functions.at(-1) ?? ''
  const isUrl = kind === 'url' || (kind === 'string' && isUrlFunction(inner))
  if (rule === 'import')
    return (isUrl || kind === 'string') && functions.length <= 1 && isFirst(inner) ? 'style' : undefined
  // A namespace is a name, which happens to look like a URL.
  if (rule === 'namespace') return undefined
  if (isUrl) return blocks.at(-1) === 'font-face' ? 'font' : 'image'
  return kind === 'string' && IMAGE_SETS.includes(inner) ? 'image' : undefined
}

/** `@import url("a.css") supports(…)`: what stands in other functions is a condition. */
function isFirst(inner: string): boolean {
  return inner === '' || isUrlFunction(inner)
}

function isUrlFunction(name: string | undefined): boolean {
  return name === 'url' || name === 'src'
}

function follow({ kind, value }: CssToken, place: Place): void {
  switch (kind) {
    case 'at':
      place.rule = asciiLowerCase(value)
      return
    case 'function':
      place.functions.push(asciiLowerCase(value))
      return
    case ')':
      place.functions.pop()
      return
    case 'string':
      // url() and src() take one; what comes after it are modifiers.
      if (isUrlFunction(place.functions.at(-1))) place.functions.splice(-1, 1, '')
      return
    case 'bad string':
      // The declaration is invalid.
      place.functions.length = 0
      return
    case '{':
      place.blocks.push(place.rule)
      place.rule = ''
      place.functions.length = 0
      return
    case '}':
      place.blocks.pop()
      place.rule = ''
      place.functions.length = 0
      return
    case ';':
      place.rule = ''
      place.functions.length = 0
      return
    default:
  }
}
