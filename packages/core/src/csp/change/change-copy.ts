/** A change that no getter can make another of while it is read, and a text that only an equal one has. */
export interface ChangeCopy {
  readonly change: unknown
  readonly key: string
}

type Copied = boolean | string | readonly string[] | { readonly [name: string]: Copied }

// Each is kept, and a hundred of them for one policy: about what the headers they make may be long.
const LONGEST_KEY = 8192

/**
 * Copies a change of the usual kinds of values: texts, flags, and lists of texts. Undefined for what has others, or is very long: it is
 * not worth remembering.
 */
export function copyChange(change: unknown): ChangeCopy | undefined {
  const parts: string[] = []
  const copied = copyObject(change, parts, 0)
  if (copied === undefined) return undefined
  const key = parts.join('')
  return key.length > LONGEST_KEY ? undefined : { change: copied, key }
}

// A verb, and the directives within.
const DEEPEST = 1

function copyObject(value: unknown, parts: string[], depth: number): Copied | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const entries: [string, Copied][] = []
  parts.push('{')
  for (const [name, inner] of Object.entries(value)) {
    addText(name, parts)
    const copied = copyValue(inner, parts, depth)
    if (copied === undefined) return undefined
    entries.push([name, copied])
  }
  parts.push('}')
  return Object.fromEntries(entries)
}

function copyValue(value: unknown, parts: string[], depth: number): Copied | undefined {
  if (typeof value === 'string') {
    addText(value, parts)
    return value
  }
  if (typeof value === 'boolean') {
    parts.push(value ? '+' : '-')
    return value
  }
  if (!Array.isArray(value)) return depth < DEEPEST ? copyObject(value, parts, depth + 1) : undefined
  parts.push('[')
  const texts: string[] = []
  for (const text of value) {
    if (typeof text !== 'string') return undefined
    addText(text, parts)
    texts.push(text)
  }
  parts.push(']')
  return texts
}

/** With its length before it, so that no text can look like two. */
function addText(text: string, parts: string[]): void {
  parts.push(String(text.length), ':', text)
}
