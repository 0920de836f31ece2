import { asciiLowerCase, isAsciiWhitespace } from './ascii.ts'
import { findAttribute } from './dom.ts'
import { overwriteChecked } from './nonce-text.ts'
import type { PageElement } from './page-elements.ts'

/** Changes to the text of a page; all else in it stays as it is, to the byte. */
export interface SealEdits {
  /** Takes the element's `nonce` attribute out, if it has the nonce. */
  removeNonce(at: PageElement): void
  /** Gives the element this `integrity` in place of its own. False where the page's text has no place for it: in the value of a `srcdoc` attribute, or in a `<select>`. */
  setIntegrity(at: PageElement, integrity: string): boolean
  /** Takes an element without contents out. False where {@link setIntegrity} is. */
  remove(at: PageElement): boolean
  /** The changed text, with the nonce overwritten wherever it still is. */
  apply(): string
}

interface Edit {
  readonly end: number
  readonly text: string
}

export function createEdits(html: string, nonce: string): SealEdits {
  // By where they begin: an element that is met twice is changed once.
  const edits = new Map<number, Edit>()
  const isUnsure = ({ document, inSelect }: PageElement): boolean => document.frame !== undefined || inSelect
  return {
    removeNonce: (at) => {
      if (isUnsure(at) || findAttribute(at.element, 'nonce')?.value !== nonce) return
      const found = attributeRange(at, 'nonce', html)
      const removed = found === undefined ? undefined : removable(html, found)
      // Where to take it out would change how its neighbours are read, its value is overwritten with the rest.
      if (removed !== undefined) edits.set(removed.start, { end: removed.end, text: '' })
    },
    setIntegrity: (at, integrity) => {
      if (isUnsure(at)) return false
      const text = `integrity="${integrity}"`
      const own = attributeRange(at, 'integrity', html)
      if (own !== undefined) {
        edits.set(own.start, { end: own.end, text })
        return true
      }
      const end = tagNameEnd(at, html)
      if (end === undefined) return false
      edits.set(end, { end, text: ` ${text}`, ...joined(edits.get(end)) })
      return true
    },
    remove: (at) => {
      const location = at.element.sourceCodeLocation
      if (isUnsure(at) || !location) return false
      const start = at.document.start + location.startOffset
      edits.set(start, { end: at.document.start + location.endOffset, text: '' })
      return true
    },
    apply: () => overwriteChecked(applyEdits(html, edits), nonce),
  }

  /** Where an insertion meets the removal of what follows, both are made. */
  function joined(after: Edit | undefined): Partial<Edit> {
    return after === undefined ? {} : { end: after.end }
  }
}

interface Range {
  readonly start: number
  readonly end: number
}

function attributeRange({ element, document }: PageElement, name: string, html: string): Range | undefined {
  const location = element.sourceCodeLocation?.attrs?.[name]
  if (location === undefined) return undefined
  const start = document.start + location.startOffset
  const isThere = asciiLowerCase(html.slice(start, start + name.length)) === name
  return isThere ? { start, end: document.start + location.endOffset } : undefined
}

/** Where an attribute may be the first: right behind the name of the tag. */
function tagNameEnd({ element, document }: PageElement, html: string): number | undefined {
  const location = element.sourceCodeLocation
  if (!location) return undefined
  const start = document.start + location.startOffset + 1
  const end = start + element.tagName.length
  return asciiLowerCase(html.slice(start, end)) === asciiLowerCase(element.tagName) ? end : undefined
}

/**
 * What to cut so that the attribute is gone and its neighbours are read as before (HTML §13.2.5.32 ff.): the white space before it goes with it only where what
 * follows keeps the neighbours apart. Undefined where nothing can be cut: an "=" that follows would give the attribute before it a value, and a "/" before it
 * would close the tag.
 */
function removable(html: string, { start, end }: Range): Range | undefined {
  if (!isAsciiWhitespace(html.charCodeAt(start - 1))) return undefined
  let next = end
  while (isAsciiWhitespace(html.charCodeAt(next))) next++
  if (html.charAt(next) === '=') return undefined
  const isApart = next > end || html.charAt(end) === '>'
  return { start: isApart ? start - 1 : start, end }
}

function applyEdits(html: string, edits: ReadonlyMap<number, Edit>): string {
  const parts: string[] = []
  let done = 0
  for (const [start, { end, text }] of [...edits].toSorted(([one], [other]) => one - other)) {
    // Within an element that is taken out.
    if (start < done) continue
    parts.push(html.slice(done, start), text)
    done = end
  }
  parts.push(html.slice(done))
  return parts.join('')
}
