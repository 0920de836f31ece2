import type { ServerResponse } from 'node:http'

/**
 * By name in lower case: the name as it was given, and the value. An object that inherits nothing, as Node's own table does, but made by a constructor: engines
 * keep what `Object.create(null)` makes as a hash table, in which Node's loop over the headers takes most of its time.
 */
export class HeaderTable {
  [name: string]: [name: string, value: string | number | readonly string[]]
}
Reflect.deleteProperty(HeaderTable.prototype, 'constructor')
Object.setPrototypeOf(HeaderTable.prototype, null)
Object.freeze(HeaderTable.prototype)

/** A response, as the table's key shows it. */
export interface TableHolder {
  [outHeaders]: HeaderTable | null
}

// Its type alone is ours: the symbol is Node's.
export declare const outHeaders: unique symbol

/** As often as V8 takes to see that the names vary. Before, it may compile Node's loop over the headers for one name, and over and over again. */
const TRIALS = 16

/**
 * The key under which Node keeps a response's headers until it renders the head, if this Node has one and all that is done with it works. All that `setHeader`
 * does is to put them there, once it has run two regular expressions over name and value, and those are half of what a small response costs.
 */
export function findTableKey(open: () => ServerResponse): typeof outHeaders | undefined {
  const key = Object.getOwnPropertySymbols(open()).find(isKey)
  if (key === undefined) return undefined
  for (let trial = 0; trial < TRIALS; trial++) if (!isAsExpected(open(), open(), key)) return undefined
  return key
}

/** Whether what Node makes of a table of ours is what it makes of its own. */
function isAsExpected(nodes: ServerResponse, ours: ServerResponse, key: typeof outHeaders): boolean {
  if (Reflect.get(ours, key) !== null) return false
  nodes.setHeader('x-first', 'one')
  nodes.setHeader('X-Second', 'two')
  const table = new HeaderTable()
  table['x-first'] = ['x-first', 'one']
  Reflect.set(ours, key, table)
  ours.setHeader('X-Second', 'two')
  if (JSON.stringify(table) !== JSON.stringify(Reflect.get(nodes, key))) return false
  const head = renderHead(ours)
  return head !== undefined && head === renderHead(nodes)
}

function renderHead(response: ServerResponse): string | undefined {
  response.sendDate = false
  response.writeHead(200)
  const head: unknown = Reflect.get(response, '_header')
  return typeof head === 'string' ? head : undefined
}

function isKey(symbol: symbol): symbol is typeof outHeaders {
  return symbol.description === 'kOutHeaders'
}
