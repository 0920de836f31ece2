import { applyEndpoints, applyVary, type ContinueDecision, eachCspHeader, type HeaderSink } from '@sallyport/core'
import { declaresEndpoints } from './decision-headers.ts'
import { NONCE, type NodeResponse } from './response.ts'

/** Headers by their names, as `writeHead` takes them. */
interface HeaderRecord {
  [name: string]: unknown
}

/**
 * The headers given to `writeHead` and those of the decision that are not among them, in an object of its own. Undefined where that would
 * take a closer look: a list, one name in two spellings, or one without a value, of which Node is to say what is wrong.
 */
export function addHeaders(
  decision: ContinueDecision,
  response: NodeResponse,
  given: object,
): HeaderAddition | undefined {
  if (Array.isArray(given)) return undefined
  const record: HeaderRecord = { ...given }
  const spellings = spellingsIn(record)
  if (spellings === undefined) return undefined
  const all = new HeaderAddition(record, spellings, response)
  decision.eachOwnHeader(all, addMissing)
  eachCspHeader(decision, response[NONCE], all, addMissing)
  if (declaresEndpoints(decision)) applyEndpoints(decision, sinkOf(all))
  const { varyText } = decision
  if (varyText === undefined) return all
  if (all.get('vary') === undefined) all.set('vary', varyText)
  else applyVary(decision, sinkOf(all))
  return all
}

function sinkOf(all: HeaderAddition): HeaderSink {
  return { get: (name) => textOf(all.get(name)), set: (name, value) => all.set(name, value) }
}

/** Headers that are about to be given to `writeHead`, over those that the response has. */
export class HeaderAddition {
  readonly record: HeaderRecord
  readonly #spellings: ReadonlyMap<string, string> | null
  readonly #response: NodeResponse

  constructor(record: HeaderRecord, spellings: ReadonlyMap<string, string> | null, response: NodeResponse) {
    this.record = record
    this.#spellings = spellings
    this.#response = response
  }

  /** @param name In lower case, like all names here. */
  get(name: string): unknown {
    return this.record[this.#spelled(name)] ?? this.#response.getHeader(name)
  }

  set(name: string, value: string): void {
    this.record[this.#spelled(name)] = value
  }

  #spelled(name: string): string {
    return this.#spellings === null ? name : (this.#spellings.get(name) ?? name)
  }
}

function addMissing(all: HeaderAddition, name: string, value: string): void {
  if (all.get(name) === undefined) all.set(name, value)
}

/** Names that are not in lower case, by what they are there: null for none, undefined where that does not tell them apart. */
function spellingsIn(given: HeaderRecord): ReadonlyMap<string, string> | null | undefined {
  let spellings: Map<string, string> | null = null
  // Without a list of entries: this is done for every response.
  for (const name in given) {
    if (given[name] === undefined) return undefined
    const lower = name.toLowerCase()
    if (lower === name) continue
    spellings ??= new Map()
    if (spellings.has(lower) || Object.hasOwn(given, lower)) return undefined
    spellings.set(lower, name)
  }
  return spellings
}

/** A header's value as one line; undefined for none. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return Array.isArray(value) ? value.join(', ') : String(value)
}
