import { isLoopback } from '../../origin/pattern.ts'
import { type Expression, ORIGIN_CHARACTERS } from './expression.ts'
import { NotUnderstood } from './expression-parser.ts'

/** Stands for anything that is not one certain character. No origin holds it. */
const HOLE = '*'
const MOST_OUTLINES = 32
/** A set of so few characters is written out: `app[1-3]` is three hosts. */
const FEW = 10

/**
 * What one way through an expression looks like, and the patterns its author may have meant. Whether the expression really admits
 * them is for the caller to prove.
 */
export interface Outline {
  /** `https://*.example.com`, each `*` a part that is not fixed. */
  readonly text: string
  /** Of these, one at least is what it says. */
  readonly candidates: readonly string[]
  /** These it may say as well: the domain itself, beside what is below it. */
  readonly besides: readonly string[]
}

/** @throws {NotUnderstood} when there are too many ways. */
export function outlineExpression(expression: Expression): readonly Outline[] {
  const texts = new Set(outline(expression).map(joinHoles))
  return [...texts].map((text) => ({ text, ...guessPatterns(text) }))
}

function outline(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'characters':
      // A full stop that is not escaped mostly means one.
      if (expression.characters === ORIGIN_CHARACTERS) return ['.']
      return expression.characters.length > FEW ? [HOLE] : [...expression.characters]
    case 'start':
    case 'end':
      return ['']
    case 'choice':
      return limit(expression.options.flatMap(outline))
    case 'sequence':
      return expression.items.reduce<readonly string[]>(
        (heads, item) => {
          const tails = outline(item)
          return limit(heads.flatMap((head) => tails.map((tail) => head + tail)))
        },
        [''],
      )
    case 'repeat': {
      const none = expression.least === 0 ? [''] : []
      const isOnce = expression.most === 1
      const isAnything = expression.item.kind === 'characters' && expression.item.characters === ORIGIN_CHARACTERS
      return [...none, ...(isOnce && !isAnything ? outline(expression.item) : [HOLE])]
    }
  }
}

function limit(outlines: readonly string[]): readonly string[] {
  if (outlines.length > MOST_OUTLINES) throw new NotUnderstood('that many alternatives')
  return outlines
}

function joinHoles(text: string): string {
  let joined = ''
  for (const character of text) if (character !== HOLE || !joined.endsWith(HOLE)) joined += character
  return joined
}

function guessPatterns(text: string): Omit<Outline, 'text'> {
  const separator = text.indexOf('//')
  const namedScheme = separator === -1 ? '' : text.slice(0, separator).replace(':', '')
  const authority = trimHoles(separator === -1 ? text : text.slice(separator + 2))
  const colon = authority.lastIndexOf(':')
  const hostText = colon === -1 ? authority : authority.slice(0, colon)
  const portText = colon === -1 ? '' : authority.slice(colon + 1)
  const host = trimStart(hostText)
  if (host === '' || host.includes(HOLE)) return { candidates: [], besides: [] }

  const local = isLoopback(host)
  const schemes =
    namedScheme === '' || namedScheme.includes(HOLE) ? (local ? ['http', 'https'] : ['https']) : [namedScheme]
  // An expression that does not say how the host starts mostly means the domain with all below it; for localhost, the host.
  const isOpen = hostText !== host || (separator === -1 && !local)
  const ports =
    colon === -1 ? (local ? [':*', ''] : ['']) : [portText.includes(HOLE) || portText === '' ? ':*' : `:${portText}`]
  const spell = (name: string): readonly string[] =>
    schemes.flatMap((scheme) => ports.map((port) => `${scheme}://${name}${isDefaultPort(scheme, port) ? '' : port}`))
  return isOpen ? { candidates: spell(`*.${host}`), besides: spell(host) } : { candidates: spell(host), besides: [] }
}

function isDefaultPort(scheme: string, port: string): boolean {
  return (scheme === 'https' && port === ':443') || (scheme === 'http' && port === ':80')
}

/** What follows the origin, and is not fixed, is none of it. */
function trimHoles(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === HOLE || text[end - 1] === '/')) end--
  // The port of `:\d+` is not fixed either, and it is one.
  return text[end - 1] === ':' ? text.slice(0, end) + HOLE : text.slice(0, end)
}

function trimStart(text: string): string {
  let start = 0
  while (text[start] === HOLE || text[start] === '.') start++
  return text.slice(start)
}
