import type { Token } from 'parse5'
import { isAsciiWhitespace } from './ascii.ts'
import { resolveReferences } from './plain-references.ts'

/** A tag as the tokenizer reads it, and where the text goes on. */
export interface PlainTag {
  readonly name: string
  readonly attrs: Token.Attribute[]
  readonly selfClosing: boolean
  readonly location: Token.LocationWithAttributes
}

/**
 * Reads the start tag whose "<" is at `start`, by the states of HTML §13.2.5.8 and §13.2.5.32 ff. Undefined where these have to recover from anything: such a tag
 * is not read here.
 */
export function readStartTag(html: string, start: number): PlainTag | undefined {
  const nameEnd = tagNameEnd(html, start + 1)
  if (nameEnd === undefined) return undefined
  const attrs: Token.Attribute[] = []
  let locations: Record<string, Token.Location> | undefined
  let at = nameEnd
  for (;;) {
    const next = skipWhitespace(html, at)
    const code = html.charCodeAt(next)
    const isClosing = code === SLASH && html.charCodeAt(next + 1) === GREATER
    if (code === GREATER || isClosing) {
      const location: Token.LocationWithAttributes = locate(start, isClosing ? next + 2 : next + 1)
      if (locations !== undefined) location.attrs = locations
      return { name: lowerCase(html.slice(start + 1, nameEnd)), attrs, selfClosing: isClosing, location }
    }
    // Attributes have white space between them.
    if (next === at) return undefined
    const found = readAttribute(html, next)
    if (found === undefined) return undefined
    locations ??= createRecord()
    if (found.attribute.name in locations) return undefined
    attrs.push(found.attribute)
    locations[found.attribute.name] = locate(next, found.end)
    at = found.end
  }
}

/** The end tag whose "<" is at `start`, if there is nothing in it but its name. */
export function readEndTag(html: string, start: number): PlainTag | undefined {
  const nameEnd = tagNameEnd(html, start + 2)
  if (nameEnd === undefined) return undefined
  const end = skipWhitespace(html, nameEnd)
  if (html.charCodeAt(end) !== GREATER) return undefined
  return {
    name: lowerCase(html.slice(start + 2, nameEnd)),
    attrs: [],
    selfClosing: false,
    location: locate(start, end + 1),
  }
}

function readAttribute(html: string, start: number): { attribute: Token.Attribute; end: number } | undefined {
  let nameEnd = start
  while (isNamePart(html.charCodeAt(nameEnd))) nameEnd++
  if (nameEnd === start) return undefined
  const name = lowerCase(html.slice(start, nameEnd))
  const code = html.charCodeAt(nameEnd)
  // White space, "/" and ">" end a name without a value; but "=" may come after white space as well.
  if (code !== EQUALS) {
    const isAlone = html.charCodeAt(skipWhitespace(html, nameEnd)) !== EQUALS
    return isAlone ? { attribute: { name, value: '' }, end: nameEnd } : undefined
  }
  const quote = html.charAt(nameEnd + 1)
  const isQuoted = quote === '"' || quote === "'"
  const from = isQuoted ? nameEnd + 2 : nameEnd + 1
  const to = isQuoted ? html.indexOf(quote, from) : unquotedEnd(html, from)
  if (to === -1) return undefined
  const value = resolveReferences(html.slice(from, to))
  return value === undefined ? undefined : { attribute: { name, value }, end: isQuoted ? to + 1 : to }
}

/** -1 for an empty value, and for one with what looks like a mistake. */
function unquotedEnd(html: string, from: number): number {
  let at = from
  while (at < html.length && !isAsciiWhitespace(html.charCodeAt(at)) && html.charCodeAt(at) !== GREATER) {
    if (MISTAKES.includes(html.charAt(at))) return -1
    at++
  }
  return at === from ? -1 : at
}

const MISTAKES = '"\'<=`'

/** Undefined for what begins no tag, and for names of other characters. */
function tagNameEnd(html: string, from: number): number | undefined {
  if (!isLetter(html.charCodeAt(from))) return undefined
  let at = from + 1
  while (isLetter(html.charCodeAt(at)) || isDigit(html.charCodeAt(at)) || html.charCodeAt(at) === DASH) at++
  const code = html.charCodeAt(at)
  return isAsciiWhitespace(code) || code === SLASH || code === GREATER ? at : undefined
}

const DASH = 0x2d
const SLASH = 0x2f
const EQUALS = 0x3d
const GREATER = 0x3e

function isNamePart(code: number): boolean {
  // "-", "." and ":", "_".
  return isLetter(code) || isDigit(code) || code === DASH || code === 0x2e || code === 0x3a || code === 0x5f
}

export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Of names, which are ASCII here. */
function lowerCase(name: string): string {
  return name.toLowerCase()
}

export function skipWhitespace(html: string, from: number): number {
  let at = from
  while (isAsciiWhitespace(html.charCodeAt(at))) at++
  return at
}

/** Lines and columns are counted elsewhere (position.ts). */
export function locate(startOffset: number, endOffset: number): Token.Location {
  return { startLine: 0, startCol: 0, startOffset, endLine: 0, endCol: 0, endOffset }
}

/** Without a prototype: an attribute can be named `constructor`. */
function createRecord(): Record<string, Token.Location> {
  return Object.create(null)
}
