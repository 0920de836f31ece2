import type { FoldedGroup, ServedPolicy } from '../group.ts'
import type { ReportStore, WriteBatch } from '../store.ts'
import { type NdjsonLine, parseLine } from './ndjson-line.ts'

export type NdjsonInput = string | AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

export interface ReadNdjsonOptions {
  /** Told of each line or batch that cannot be read, which is then left out. Default: the first one is thrown. */
  readonly onBadLine?: (error: SyntaxError) => void
}

// What no line and no batch of ours comes near; a file that is none of ours is not to fill the memory.
const LONGEST_LINE = 4_000_000
const MOST_PARTS = 100_000

/**
 * Reads what {@link ndjsonSink} and {@link exportNdjson} wrote, batch by batch, from a text or from anything that gives one piece after another, such as
 * `fs.createReadStream(path)`. Empty lines are passed over.
 *
 * Throws a SyntaxError that begins with the number of the line: `line 12: hour is no whole number`. A batch of which the end is missing is such an error too:
 * it counts whole or not at all.
 */
export async function* readNdjson(input: NdjsonInput, options: ReadNdjsonOptions = {}): AsyncGenerator<WriteBatch> {
  const bad = (line: number, reason: string): void => {
    const error = new SyntaxError(`line ${line}: ${reason}`)
    if (options.onBadLine === undefined) throw error
    options.onBadLine(error)
  }
  let open: OpenBatch | undefined
  let number = 0
  for await (const text of splitLines(input)) {
    number += 1
    if (text === undefined) {
      bad(number, `it is longer than ${LONGEST_LINE} characters`)
      continue
    }
    if (text.trim() === '') continue
    const line = attempt(() => parseLine(text))
    if (typeof line === 'string') {
      bad(number, line)
      continue
    }
    if (open !== undefined && !continues(open, line)) {
      bad(number, cutOff(open))
      open = undefined
    }
    if (open === undefined && line.part !== 1) {
      bad(number, `${JSON.stringify(line.batch)} begins with part ${line.part}`)
      continue
    }
    if (line.parts > MOST_PARTS) {
      bad(number, `parts is over ${MOST_PARTS}`)
      continue
    }
    open ??= { id: line.batch, parts: line.parts, read: 0, groups: [], policies: [] }
    open.read += 1
    if (line.content.kind === 'group') open.groups.push(line.content.group)
    else open.policies.push(line.content.policy)
    if (open.read < open.parts) continue
    yield { id: open.id, groups: open.groups, policies: open.policies }
    open = undefined
  }
  if (open !== undefined) bad(number, cutOff(open))
}

/** Writes everything that was exported into a store. Resolves with how many hours of groups that were. */
export async function importNdjson(
  store: ReportStore,
  input: NdjsonInput,
  options?: ReadNdjsonOptions,
): Promise<number> {
  let hours = 0
  for await (const batch of readNdjson(input, options)) {
    await store.write(batch)
    hours += batch.groups.length
  }
  return hours
}

interface OpenBatch {
  readonly id: string
  readonly parts: number
  read: number
  readonly groups: FoldedGroup[]
  readonly policies: ServedPolicy[]
}

function continues(open: OpenBatch, line: NdjsonLine): boolean {
  return line.batch === open.id && line.parts === open.parts && line.part === open.read + 1
}

function cutOff({ id, read, parts }: OpenBatch): string {
  return `${JSON.stringify(id)} is cut off after ${read} of ${parts} lines`
}

function attempt(read: () => NdjsonLine): NdjsonLine | string {
  try {
    return read()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** `undefined` stands for a line that is too long. The last line may lack its end. */
async function* splitLines(input: NdjsonInput): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  let isTooLong = false
  for await (const piece of typeof input === 'string' ? [input] : input) {
    const lines = (rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      yield isTooLong || line.length > LONGEST_LINE ? undefined : line
      isTooLong = false
    }
    if (rest.length <= LONGEST_LINE) continue
    isTooLong = true
    rest = ''
  }
  rest += decoder.decode()
  if (rest !== '' || isTooLong) yield isTooLong ? undefined : rest
}
