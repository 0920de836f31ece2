import { asciiLowerCase, stripAsciiWhitespace } from './ascii.ts'
import { attributeValue, type Element, namespaceOf } from './dom.ts'

export type ScriptType = 'classic' | 'module' | 'importmap' | 'speculationrules'

// https://mimesniff.spec.whatwg.org/#javascript-mime-type
const JAVASCRIPT_MIME_TYPES: ReadonlySet<string> = new Set([
  'application/ecmascript',
  'application/javascript',
  'application/x-ecmascript',
  'application/x-javascript',
  'text/ecmascript',
  'text/javascript',
  'text/javascript1.0',
  'text/javascript1.1',
  'text/javascript1.2',
  'text/javascript1.3',
  'text/javascript1.4',
  'text/javascript1.5',
  'text/jscript',
  'text/livescript',
  'text/x-ecmascript',
  'text/x-javascript',
])

const OTHER_TYPES: readonly ScriptType[] = ['module', 'importmap', 'speculationrules']

/**
 * What a `<script>` element holds, by steps 8 to 13 of HTML's "prepare the script element"; undefined for a data block, which never runs.
 * https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element
 */
export function scriptType(script: Element): ScriptType | undefined {
  const text = typeString(script)
  // Essence match: parameters, as in "text/javascript; charset=utf-8", make it a data block.
  if (JAVASCRIPT_MIME_TYPES.has(text)) return 'classic'
  return OTHER_TYPES.find((type) => type === text)
}

/** Step 8, in lower case. */
function typeString(script: Element): string {
  const type = attributeValue(script, 'type')
  if (type === '') return 'text/javascript'
  if (type !== undefined) return asciiLowerCase(stripAsciiWhitespace(type))
  // SVG's script element has no language attribute (SVG2 §13.6).
  const language = namespaceOf(script) === 'html' ? attributeValue(script, 'language') : undefined
  return language ? `text/${asciiLowerCase(language)}` : 'text/javascript'
}

/** Step 22: a classic script with `for` and `event` runs only when they say window and onload. */
export function isForAnotherEvent(script: Element): boolean {
  if (namespaceOf(script) !== 'html') return false
  const target = attributeValue(script, 'for')
  const event = attributeValue(script, 'event')
  if (target === undefined || event === undefined) return false
  const name = asciiLowerCase(stripAsciiWhitespace(event))
  return asciiLowerCase(stripAsciiWhitespace(target)) !== 'window' || (name !== 'onload' && name !== 'onload()')
}

/** The name of the attribute that has the script's URL, if it has one. SVG's scripts know no `src`, and HTML's no `href`. */
export function scriptSource(script: Element): string | undefined {
  const names = namespaceOf(script) === 'svg' ? ['href', 'xlink:href'] : ['src']
  return names.find((name) => attributeValue(script, name) !== undefined)
}
