/** A place where a regular expression is written, made, or asked for. */
export interface Expression {
  readonly line: number
  readonly what: string
}

// `match`, `matchAll` and `search` make an expression even of a text. `split` and `replace` take one that was written or made, which shows.
const MAKERS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['RegExp', /\bRegExp\b/g],
  ['.match(', /\.\s*match\s*\(/g],
  ['.matchAll(', /\.\s*matchAll\s*\(/g],
  ['.search(', /\.\s*search\s*\(/g],
]

/** Every regular expression in the text of a module, and every call that makes one. Comments and texts are not looked at. */
export function findExpressions(source: string): readonly Expression[] {
  const found: Expression[] = []
  const code = blank(source, (start, literal) => found.push({ line: lineOf(source, start), what: literal }))
  for (const [what, pattern] of MAKERS) {
    for (const { index } of code.matchAll(pattern)) found.push({ line: lineOf(source, index), what })
  }
  return found.sort((one, other) => one.line - other.line)
}

function lineOf(source: string, index: number): number {
  return source.slice(0, index).split('\n').length
}

const LITERAL = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const COMMENT = /^#![^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const TEXT = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y
// After these a slash begins an expression; after any other word, number or closing bracket it divides.
const BEFORE_LITERAL =
  /(?:^|[(,=:[!&|?{};+\-*%~^<>/]|\b(?:return|typeof|case|in|of|do|else|void|delete|await|yield|throw|new))\s*$/

/** The text with comments, texts and regular expressions made blank, at the same length. What `${}` holds is code. */
function blank(source: string, tell: (start: number, literal: string) => void): string {
  let code = ''
  /** For each template that is open, how many braces are open in its `${}`. */
  const templates: number[] = []
  const skip = (text: string): void => {
    code += text.replaceAll(/[^\n]/g, ' ')
  }
  while (code.length < source.length) {
    const at = code.length
    const character = source.charAt(at)
    const passed = take(COMMENT, source, at) ?? take(TEXT, source, at)
    if (passed !== undefined) {
      skip(passed)
    } else if (character === '`') {
      skip(templateFrom(source, at + 1, '`', templates))
    } else if (character === '}' && templates.at(-1) === 0) {
      templates.pop()
      skip(templateFrom(source, at + 1, '}', templates))
    } else {
      const literal = character === '/' && BEFORE_LITERAL.test(code.slice(-200)) ? take(LITERAL, source, at) : undefined
      if (literal !== undefined) {
        tell(at, literal)
        skip(literal)
        continue
      }
      const depth = templates.length - 1
      if (depth >= 0 && character === '{') templates[depth] = (templates[depth] ?? 0) + 1
      if (depth >= 0 && character === '}') templates[depth] = (templates[depth] ?? 0) - 1
      code += character
    }
  }
  return code
}

function take(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}

/** The text of a template up to its end, or up to the next `${}`, which is then open. */
function templateFrom(source: string, start: number, opening: string, templates: number[]): string {
  let index = start
  while (index < source.length) {
    const character = source.charAt(index)
    if (character === '\\') index += 2
    else if (character === '`') return opening + source.slice(start, index + 1)
    else if (character === '$' && source.charAt(index + 1) === '{') {
      templates.push(0)
      return opening + source.slice(start, index + 2)
    } else index++
  }
  return opening + source.slice(start)
}
