import { isAsciiWhitespace } from './ascii.ts'

/** What of CSS's tokens matters for finding URLs: https://drafts.csswg.org/css-syntax-3/#tokenization. */
export interface CssToken {
  readonly kind: 'string' | 'bad string' | 'url' | 'function' | 'at' | ')' | '{' | '}' | ';'
  /** Of strings and URLs what they say, escapes resolved; of functions and at-rules the name, `''` for plain parentheses. */
  readonly value: string
  readonly offset: number
}

/** Reads on from an index; `next` is where it ended. */
interface Read {
  readonly value: string
  readonly next: number
}

export function* cssTokens(css: string): Generator<CssToken> {
  let index = 0
  while (index < css.length) {
    const character = css.charAt(index)
    if (css.startsWith('/*', index)) {
      const end = css.indexOf('*/', index + 2)
      index = end === -1 ? css.length : end + 2
    } else if (character === '"' || character === "'") {
      const { value, next, isBad } = readString(css, index)
      yield { kind: isBad ? 'bad string' : 'string', value, offset: index + 1 }
      index = next
    } else if (character === '@' && startsName(css, index + 1)) {
      const { value, next } = readName(css, index + 1)
      yield { kind: 'at', value, offset: index }
      index = next
    } else if (startsName(css, index)) {
      const { value, next } = readName(css, index)
      if (css.charAt(next) !== '(') {
        index = next
        continue
      }
      const content = skipWhitespace(css, next + 1)
      const isUrl = value.length === 3 && value.toLowerCase() === 'url'
      if (isUrl && css.charAt(content) !== '"' && css.charAt(content) !== "'") {
        const url = readUrl(css, content)
        if (!url.isBad) yield { kind: 'url', value: url.value, offset: content }
        index = url.next
      } else {
        yield { kind: 'function', value, offset: index }
        index = next + 1
      }
    } else {
      if (character === '(') yield { kind: 'function', value: '', offset: index }
      else if (isPunctuation(character)) yield { kind: character, value: '', offset: index }
      index++
    }
  }
}

function isPunctuation(character: string): character is ')' | '{' | '}' | ';' {
  return character === ')' || character === '{' || character === '}' || character === ';'
}

/** §4.3.5 */
function readString(css: string, start: number): Read & { readonly isBad: boolean } {
  const quote = css.charAt(start)
  let value = ''
  let index = start + 1
  while (index < css.length) {
    const character = css.charAt(index)
    if (character === quote) return { value, next: index + 1, isBad: false }
    if (isNewline(character)) return { value, next: index, isBad: true }
    if (character === '\\') {
      const escaped = isNewline(css.charAt(index + 1)) ? { value: '', next: index + 2 } : readEscape(css, index)
      value += escaped.value
      index = escaped.next
    } else {
      value += character
      index++
    }
  }
  return { value, next: index, isBad: false }
}

/** §4.3.6, from the first character after the white space. */
function readUrl(css: string, start: number): Read & { readonly isBad: boolean } {
  let value = ''
  let index = start
  while (index < css.length) {
    const character = css.charAt(index)
    if (character === ')') return { value, next: index + 1, isBad: false }
    if (isAsciiWhitespace(css.charCodeAt(index))) {
      const next = skipWhitespace(css, index)
      if (next >= css.length || css.charAt(next) === ')') return { value, next: next + 1, isBad: false }
      return { value, next: endOfBadUrl(css, next), isBad: true }
    }
    if (character === '"' || character === "'" || character === '(') {
      return { value, next: endOfBadUrl(css, index), isBad: true }
    }
    if (character === '\\') {
      if (isNewline(css.charAt(index + 1))) return { value, next: endOfBadUrl(css, index), isBad: true }
      const escaped = readEscape(css, index)
      value += escaped.value
      index = escaped.next
    } else {
      value += character
      index++
    }
  }
  return { value, next: index, isBad: false }
}

/** §4.3.14 */
function endOfBadUrl(css: string, from: number): number {
  let index = from
  while (index < css.length) {
    const character = css.charAt(index)
    if (character === ')') return index + 1
    index = character === '\\' && !isNewline(css.charAt(index + 1)) ? readEscape(css, index).next : index + 1
  }
  return index
}

/** §4.3.9 */
function startsName(css: string, index: number): boolean {
  const character = css.charAt(index)
  if (character === '\\') return index + 1 < css.length && !isNewline(css.charAt(index + 1))
  if (character === '-') return css.charAt(index + 1) === '-' || isNameStart(css.charAt(index + 1))
  return isNameStart(character)
}

/** §4.3.11 */
function readName(css: string, start: number): Read {
  let value = ''
  let index = start
  while (index < css.length) {
    const character = css.charAt(index)
    if (isNameStart(character) || (character >= '0' && character <= '9') || character === '-') {
      value += character
      index++
    } else if (character === '\\' && !isNewline(css.charAt(index + 1))) {
      const escaped = readEscape(css, index)
      value += escaped.value
      index = escaped.next
    } else break
  }
  return { value, next: index }
}

/** §4.3.7, from the backslash. */
function readEscape(css: string, start: number): Read {
  let index = start + 1
  if (index >= css.length) return { value: '\ufffd', next: index }
  let code = 0
  while (index < css.length && index < start + 7 && isHexDigit(css.charAt(index))) {
    code = code * 16 + Number.parseInt(css.charAt(index), 16)
    index++
  }
  if (index === start + 1) {
    const character = String.fromCodePoint(css.codePointAt(index) ?? 0)
    return { value: character, next: index + character.length }
  }
  const isNone = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
  const next = isAsciiWhitespace(css.charCodeAt(index)) ? index + 1 : index
  return { value: isNone ? '\ufffd' : String.fromCodePoint(code), next }
}

function isNameStart(character: string): boolean {
  return (
    (character >= 'a' && character <= 'z') ||
    (character >= 'A' && character <= 'Z') ||
    character === '_' ||
    character > '\x7f'
  )
}

function isHexDigit(character: string): boolean {
  return (
    (character >= '0' && character <= '9') ||
    (character >= 'a' && character <= 'f') ||
    (character >= 'A' && character <= 'F')
  )
}

// The HTML parser has left no CR but those that a reference wrote.
function isNewline(character: string): boolean {
  return character === '\n' || character === '\f' || character === '\r'
}

function skipWhitespace(css: string, from: number): number {
  let index = from
  while (isAsciiWhitespace(css.charCodeAt(index))) index++
  return index
}
