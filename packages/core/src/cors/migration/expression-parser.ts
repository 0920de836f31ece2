import { characters, choice, type Expression, ORIGIN_CHARACTERS, repeat, sequence } from './expression.ts'

/** Why an expression was not read. */
export class NotUnderstood extends Error {}

const DIGITS = '0123456789'
const WORD = 'abcdefghijklmnopqrstuvwxyz0123456789_'

/**
 * Reads the source of a regular expression (ECMA-262 §22.2.1, without look-around, references and properties).
 *
 * @throws {NotUnderstood} naming what it does not read.
 */
export function parseExpression(source: string, flags: string): Expression {
  if (flags.includes('v')) throw new NotUnderstood('the v flag')
  const reader = new Reader(source, flags.includes('i'))
  const expression = reader.readChoice()
  if (!reader.atEnd) throw new NotUnderstood(`${reader.rest}`)
  return flags.includes('y') ? sequence({ kind: 'start' }, expression) : expression
}

class Reader {
  readonly #source: string
  readonly #ignoresCase: boolean
  #index = 0

  constructor(source: string, ignoresCase: boolean) {
    this.#source = source
    this.#ignoresCase = ignoresCase
  }

  get atEnd(): boolean {
    return this.#index >= this.#source.length
  }

  get rest(): string {
    return this.#source.slice(this.#index)
  }

  readChoice(): Expression {
    const options = [this.#readSequence()]
    while (this.#take('|')) options.push(this.#readSequence())
    const [only] = options
    return only !== undefined && options.length === 1 ? only : choice(...options)
  }

  #readSequence(): Expression {
    const items: Expression[] = []
    while (!this.atEnd && !this.#at('|') && !this.#at(')')) items.push(this.#readTerm())
    const [only] = items
    return only !== undefined && items.length === 1 ? only : sequence(...items)
  }

  #readTerm(): Expression {
    if (this.#take('^')) return { kind: 'start' }
    if (this.#take('$')) return { kind: 'end' }
    return this.#readQuantifier(this.#readAtom())
  }

  #readAtom(): Expression {
    if (this.#at('(')) return this.#readGroup()
    if (this.#take('[')) return characters(this.#readClass())
    if (this.#take('.')) return characters(ORIGIN_CHARACTERS)
    if (this.#take('\\')) return characters(this.#readEscape(false))
    return characters(this.#fold(this.#next()))
  }

  #readGroup(): Expression {
    const opening = this.rest.startsWith('(?') ? this.#readGroupKind() : '('
    this.#index += opening.length
    const inner = this.readChoice()
    if (!this.#take(')')) throw new NotUnderstood('a group without an end')
    return inner
  }

  #readGroupKind(): string {
    if (this.rest.startsWith('(?:')) return '(?:'
    const isNamed = this.rest.startsWith('(?<') && !['=', '!'].includes(this.rest.charAt(3))
    if (!isNamed) throw new NotUnderstood(this.rest.slice(0, this.rest.charAt(2) === '<' ? 4 : 3))
    return this.rest.slice(0, this.rest.indexOf('>') + 1)
  }

  #readQuantifier(item: Expression): Expression {
    const bounds = this.#readBounds()
    if (bounds === undefined) return item
    // Lazy or not, the same texts match.
    this.#take('?')
    return repeat(item, ...bounds)
  }

  #readBounds(): readonly [least: number, most: number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY]
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY]
    if (this.#take('?')) return [0, 1]
    const end = this.#at('{') ? this.rest.indexOf('}') : -1
    if (end === -1) return undefined
    const [least = '', most, ...others] = this.rest.slice(1, end).split(',')
    // Anything else in braces stands for itself (ECMA-262 Annex B).
    if (!isNumber(least) || others.length > 0 || (most !== undefined && most !== '' && !isNumber(most)))
      return undefined
    this.#index += end + 1
    if (most === undefined) return [Number(least), Number(least)]
    return [Number(least), most === '' ? Number.POSITIVE_INFINITY : Number(most)]
  }

  /** What a class holds, after its opening bracket. */
  #readClass(): string {
    const negated = this.#take('^')
    let held = ''
    while (!this.#take(']')) {
      if (this.atEnd) throw new NotUnderstood('a class without an end')
      const first = this.#readClassAtom()
      const isRange = this.#at('-') && this.#source.charAt(this.#index + 1) !== ']' && first.single !== undefined
      if (!isRange) {
        held += first.held
        continue
      }
      this.#index++
      const last = this.#readClassAtom()
      if (last.single === undefined || first.single === undefined) throw new NotUnderstood('a range of classes')
      if (this.#ignoresCase) this.#fold(last.single)
      held += this.#fold(...between(first.single, last.single))
    }
    return negated ? without(held) : held
  }

  #readClassAtom(): { readonly held: string; readonly single: string | undefined } {
    if (!this.#take('\\')) {
      const single = this.#next()
      return { held: this.#fold(single), single }
    }
    const start = this.#index
    const held = this.#readEscape(true)
    const isSet = 'dDwWsS'.includes(this.#source.charAt(start))
    return { held, single: isSet ? undefined : this.#lastEscaped }
  }

  #lastEscaped = ''

  /** After the backslash. */
  #readEscape(inClass: boolean): string {
    const letter = this.#next()
    switch (letter) {
      case 'd':
        return DIGITS
      case 'D':
        return without(DIGITS)
      case 'w':
        return WORD
      case 'W':
        return without(WORD)
      case 's':
        return ''
      case 'S':
        return ORIGIN_CHARACTERS
      case 'x':
        return this.#readCode(2)
      case 'u':
        return this.#readCode(4)
    }
    const isControl = 'tnvfr'.includes(letter)
    // A letter or digit is a class of its own, a reference or a boundary; any other character stands for itself.
    if (!isControl && isAlphanumeric(letter)) {
      throw new NotUnderstood(inClass ? `\\${letter} in a class` : `\\${letter}`)
    }
    this.#lastEscaped = isControl ? '\t' : letter
    return this.#fold(this.#lastEscaped)
  }

  #readCode(length: number): string {
    const digits = this.rest.slice(0, length)
    const code = Number.parseInt(digits, 16)
    if (digits.length !== length || !isHexadecimal(digits))
      throw new NotUnderstood(`\\${this.#source.charAt(this.#index - 1)}`)
    this.#index += length
    this.#lastEscaped = String.fromCharCode(code)
    return this.#fold(this.#lastEscaped)
  }

  /** What of these an origin can hold, in lower case where case does not count. */
  #fold(...texts: readonly string[]): string {
    // Some letters beyond ASCII have an ASCII twin (ECMA-262 §22.2.2.7.3 Canonicalize).
    if (this.#ignoresCase && texts.some((text) => text > '\x7f')) throw new NotUnderstood('letters beyond ASCII')
    return texts
      .map((text) => (this.#ignoresCase ? text.toLowerCase() : text))
      .filter((text) => ORIGIN_CHARACTERS.includes(text))
      .join('')
  }

  #at(character: string): boolean {
    return this.#source.charAt(this.#index) === character
  }

  #take(character: string): boolean {
    const found = this.#at(character)
    if (found) this.#index++
    return found
  }

  #next(): string {
    if (this.atEnd) throw new NotUnderstood('an expression that ends too early')
    return this.#source.charAt(this.#index++)
  }
}

function between(first: string, last: string): readonly string[] {
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)]
  // Nothing beyond ASCII is in an origin.
  const most = Math.min(to, 0x7f)
  return Array.from({ length: Math.max(0, most - from + 1) }, (_, index) => String.fromCharCode(from + index))
}

function without(excluded: string): string {
  return [...ORIGIN_CHARACTERS].filter((character) => !excluded.includes(character)).join('')
}

function isNumber(text: string): boolean {
  return text !== '' && text.length <= 6 && [...text].every((character) => DIGITS.includes(character))
}

function isHexadecimal(text: string): boolean {
  return [...text.toLowerCase()].every((character) => '0123456789abcdef'.includes(character))
}

function isAlphanumeric(text: string): boolean {
  return isHexadecimal(text) || (text.toLowerCase() >= 'a' && text.toLowerCase() <= 'z')
}
