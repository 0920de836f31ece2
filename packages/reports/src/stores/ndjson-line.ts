import type { FoldedGroup, ServedPolicy } from '../group.ts'
import type { WriteBatch } from '../store.ts'
import { MOST_CLIENTS } from './batch-rows.ts'
import { type FieldReader, readGroup, readNumber, readText } from './group-fields.ts'

const VERSION = 1
const LAST_HOUR = 2 ** 31 - 1

/** One line: a group's hour or a policy, and which part of its batch it is, so that a batch that is cut off is told from a whole one. */
export interface NdjsonLine {
  readonly batch: string
  /** From 1. */
  readonly part: number
  readonly parts: number
  readonly content:
    | { readonly kind: 'group'; readonly group: FoldedGroup }
    | { readonly kind: 'policy'; readonly policy: ServedPolicy }
}

/**
 * The lines of a batch, each with its line feed; `''` for a batch without content. In ASCII, with everything else escaped: what a terminal or another reader of
 * lines would take for more than text is not in it.
 */
export function linesOf({ id, groups, policies }: WriteBatch): string {
  const contents = [...groups.map((group) => ({ group })), ...policies.map((policy) => ({ policy }))]
  return contents
    .map((content, index) => ({ v: VERSION, batch: id, part: index + 1, parts: contents.length, ...content }))
    .map((line) => `${toAscii(JSON.stringify(line))}\n`)
    .join('')
}

/** Throws an error that says what is wrong with the line. */
export function parseLine(text: string): NdjsonLine {
  const line = fieldsOf(JSON.parse(text), 'the line')
  const version = line('v')
  if (version !== VERSION) throw new TypeError(`v is ${JSON.stringify(version)}; this Sallyport reads ${VERSION}`)
  const place = { batch: readText(line, 'batch'), part: readCount(line, 'part'), parts: readCount(line, 'parts') }
  if (line('policy') !== undefined)
    return { ...place, content: { kind: 'policy', policy: readPolicy(fieldsOf(line('policy'), 'policy')) } }
  return { ...place, content: { kind: 'group', group: readFolded(fieldsOf(line('group'), 'group')) } }
}

function readFolded(field: FieldReader): FoldedGroup {
  const noise = field('noise')
  const noiseField = noise === null ? () => null : fieldsOf(noise, 'noise')
  const group = readGroup((name) => {
    if (name === 'noise_rule') return noiseField('rule')
    if (name === 'noise_confidence') return noiseField('confidence')
    return field(name)
  })
  const folded: FoldedGroup = {
    ...group,
    fingerprint: readText(field, 'fingerprint'),
    hour: readNumber(field, 'hour'),
    count: readCount(field, 'count'),
    first: readNumber(field, 'first'),
    last: readNumber(field, 'last'),
    clients: readNames(field, 'clients'),
    vouched: readNames(field, 'vouched'),
  }
  if (folded.hour < 0 || folded.hour > LAST_HOUR) throw new TypeError('hour is none since the epoch')
  return folded
}

function readPolicy(field: FieldReader): ServedPolicy {
  return {
    site: readText(field, 'site'),
    id: readText(field, 'id'),
    text: readText(field, 'text'),
    from: readNumber(field, 'from'),
    to: readNumber(field, 'to'),
  }
}

function readCount(field: FieldReader, name: string): number {
  const count = readNumber(field, name)
  if (count < 1) throw new TypeError(`${name} is not 1 or more`)
  return count
}

function readNames(field: FieldReader, name: string): readonly string[] {
  const value = field(name)
  const names: readonly unknown[] = Array.isArray(value) ? value : [undefined]
  const texts = names.filter((one) => typeof one === 'string')
  if (texts.length < names.length) throw new TypeError(`${name} is no list of texts`)
  if (texts.length > MOST_CLIENTS) throw new TypeError(`${name} has over ${MOST_CLIENTS}`)
  return texts
}

function fieldsOf(value: unknown, what: string): FieldReader {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${what} is no object`)
  // What a prototype has is not in the file.
  return (name) => (Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined)
}

function toAscii(json: string): string {
  let ascii = ''
  let done = 0
  for (let index = 0; index < json.length; index++) {
    const unit = json.charCodeAt(index)
    if (unit >= 0x20 && unit < 0x7f) continue
    ascii += `${json.slice(done, index)}\\u${unit.toString(16).padStart(4, '0')}`
    done = index + 1
  }
  return done === 0 ? json : ascii + json.slice(done)
}
