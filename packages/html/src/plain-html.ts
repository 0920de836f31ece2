import { html as names, Token, type TokenHandler, type Tokenizer, TokenizerMode } from 'parse5'
import { asciiLowerCase, isAsciiWhitespace } from './ascii.ts'
import { resolveReferences } from './plain-references.ts'
import { isLetter, locate, type PlainTag, readEndTag, readStartTag, skipWhitespace } from './plain-tags.ts'

/** parse5's parser: it builds the tree, and says in `tokenizer.state` how what follows a tag is read. */
export type TreeBuilder = TokenHandler & { readonly tokenizer: Pick<Tokenizer, 'state'> }

/** What is not read here wherever it stands: line ends and characters to replace, CDATA, instructions. */
const OTHER = ['\r', '\0', '<![', '<?'] as const

/** What ends all markup, and what may let the parser drop a text and keep the white space in it: in a frameset, and in a template that `<col>` begins. */
const OTHER_TAGS: ReadonlySet<string> = new Set(['plaintext', 'frameset', 'col'])

/**
 * Reads a page in place of parse5's tokenizer, which looks at each character by itself; here all between two tags is one step. Only what has one meaning is read:
 * tags that are closed, with names of ASCII letters and values in quotes, comments, texts, scripts without `<!--`, and what else renderers write. As soon as
 * anything else comes, a mistake above all, it gives up, and the page has to be read by parse5 from its start, into another tree.
 *
 * @returns false when it has given up.
 */
export function readPlainly(html: string, builder: TreeBuilder): boolean {
  if (OTHER.some((text) => html.includes(text))) return false
  const { tokenizer } = builder
  let at = 0
  while (at < html.length) {
    tokenizer.state = TokenizerMode.DATA
    const open = html.indexOf('<', at)
    const end = open === -1 ? html.length : open
    if (end > at && !emitText(builder, html.slice(at, end), true)) return false
    if (open === -1) break
    const next = readMarkup(html, open, builder)
    if (next === undefined) return false
    at = next
  }
  builder.onEof({ type: Token.TokenType.EOF, location: locate(html.length, html.length) })
  return true
}

/** Where the text goes on after the tag, the comment or the doctype that begins there. */
function readMarkup(html: string, open: number, builder: TreeBuilder): number | undefined {
  const code = html.charCodeAt(open + 1)
  if (isLetter(code)) return readElementStart(html, open, builder)
  if (code === 0x2f) return emitEndTag(readEndTag(html, open), builder)
  if (html.startsWith('<!--', open)) return readComment(html, open, builder)
  return readDoctype(html, open, builder)
}

function readElementStart(html: string, open: number, builder: TreeBuilder): number | undefined {
  const tag = readStartTag(html, open)
  if (tag === undefined || OTHER_TAGS.has(tag.name)) return undefined
  builder.onStartTag({ type: Token.TokenType.START_TAG, ...tokenOf(tag) })
  const { state } = builder.tokenizer
  const from = tag.location.endOffset
  if (state === TokenizerMode.DATA) return from
  if (state === TokenizerMode.PLAINTEXT || state === TokenizerMode.CDATA_SECTION) return undefined
  const end = textEnd(html, from, tag.name)
  // What is never closed is read in other ways.
  if (end === undefined) return undefined
  const text = html.slice(from, end)
  // §13.2.5.20 ff.: from there on the end tag may be part of the script.
  if (state === TokenizerMode.SCRIPT_DATA && text.includes('<!--')) return undefined
  if (text !== '' && !emitText(builder, text, state === TokenizerMode.RCDATA)) return undefined
  builder.tokenizer.state = TokenizerMode.DATA
  return emitEndTag(readEndTag(html, end), builder)
}

/** Where the "appropriate end tag" of a text begins (§13.2.5, "end tag token"). */
function textEnd(html: string, from: number, name: string): number | undefined {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    const nameEnd = at + 2 + name.length
    if (asciiLowerCase(html.slice(at + 2, nameEnd)) !== name) continue
    const code = html.charCodeAt(nameEnd)
    if (isAsciiWhitespace(code) || code === 0x2f || code === 0x3e) return at
  }
  return undefined
}

function emitEndTag(tag: PlainTag | undefined, builder: TreeBuilder): number | undefined {
  if (tag === undefined) return undefined
  builder.onEndTag({ type: Token.TokenType.END_TAG, ...tokenOf(tag) })
  return tag.location.endOffset
}

function tokenOf({ name, attrs, selfClosing, location }: PlainTag) {
  return { tagName: name, tagID: names.getTagID(name), selfClosing, ackSelfClosing: false, attrs, location }
}

/** §13.2.5.43 ff., but for the ways to end one by mistake. */
function readComment(html: string, open: number, builder: TreeBuilder): number | undefined {
  const from = open + 4
  const end = html.indexOf('--', from)
  const isPlain =
    end !== -1 && html.charAt(end + 2) === '>' && html.charAt(from) !== '>' && !html.startsWith('->', from)
  if (!isPlain) return undefined
  builder.onComment({ type: Token.TokenType.COMMENT, data: html.slice(from, end), location: null })
  return end + 3
}

const DOCTYPE = '<!doctype html>'

function readDoctype(html: string, open: number, builder: TreeBuilder): number | undefined {
  const end = open + DOCTYPE.length
  if (asciiLowerCase(html.slice(open, end)) !== DOCTYPE) return undefined
  builder.onDoctype({
    type: Token.TokenType.DOCTYPE,
    name: 'html',
    forceQuirks: false,
    publicId: null,
    systemId: null,
    location: locate(open, end),
  })
  return end
}

/**
 * As at most two tokens: what the parser does with white space depends on whether anything came before it, and on nothing that comes after. Text nodes need no
 * place. False for a text with a character reference that is not known here.
 */
function emitText(builder: TreeBuilder, text: string, hasReferences: boolean): boolean {
  const chars = hasReferences ? resolveReferences(text) : text
  if (chars === undefined) return false
  const start = skipWhitespace(chars, 0)
  const location = null
  if (start > 0) {
    const white = chars.slice(0, start)
    builder.onWhitespaceCharacter({ type: Token.TokenType.WHITESPACE_CHARACTER, chars: white, location })
  }
  if (start < chars.length) {
    builder.onCharacter({ type: Token.TokenType.CHARACTER, chars: chars.slice(start), location })
  }
  return true
}
