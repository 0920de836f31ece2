import { OutgoingMessage } from 'node:http'
import { CHANGES, type NodeResponse } from './response.ts'

/** By name in lower case: the name as it was given, and the value. */
interface HeaderTable {
  [name: string]: [name: string, value: string | number | readonly string[]]
}

interface TableHolder {
  [outHeaders]: HeaderTable | null
}

// Its type alone is ours: the symbol is Node's.
declare const outHeaders: unique symbol

/**
 * Under which key Node keeps a message's headers until it renders the head. All that `setHeader` does is to put them there, once it has run two regular
 * expressions over name and value, and those are half of what a small response costs. What a policy sends was examined when it was compiled.
 *
 * Node promises no such table. So it is tried out when this module is loaded, and left alone where anything about it is other than expected.
 */
const KEY: typeof outHeaders | undefined = findKey(new OutgoingMessage())

const NODES: Pick<NodeResponse, 'getHeader' | 'setHeader'> = {
  getHeader: OutgoingMessage.prototype.getHeader,
  setHeader: OutgoingMessage.prototype.setHeader,
}

/**
 * Sets a header of the policy, as `setHeader` would.
 *
 * @param name In lower case.
 */
export function putHeader(response: NodeResponse, name: string, value: string): void {
  // What the app has changed for this response may come from its request, so Node is to examine it as well.
  if (KEY === undefined || !isWritten(response) || response[CHANGES] !== undefined) {
    response.setHeader(name, value)
    return
  }
  const table = response[KEY] ?? openTable(response, KEY)
  table[name] = [name, value]
}

/**
 * What `getHeader` gives.
 *
 * @param name In lower case.
 */
export function peekHeader(response: NodeResponse, name: string): number | string | readonly string[] | undefined {
  if (KEY === undefined || !isRead(response)) return response.getHeader(name)
  return response[KEY]?.[name]?.[1]
}

// HTTP/2 has methods of its own, and so has a response that somebody watches.
function isWritten(response: NodeResponse): response is NodeResponse & TableHolder {
  return response.setHeader === NODES.setHeader
}

function isRead(response: NodeResponse): response is NodeResponse & TableHolder {
  return response.getHeader === NODES.getHeader
}

function openTable(response: TableHolder, key: typeof outHeaders): HeaderTable {
  const table: HeaderTable = Object.create(null)
  response[key] = table
  return table
}

/** @internal The key of a message's table, if this Node has it and it works. */
export function findKey(message: OutgoingMessage): typeof outHeaders | undefined {
  const key = Object.getOwnPropertySymbols(message).find(isKey)
  if (key === undefined || Reflect.get(message, key) !== null) return undefined
  message.setHeader('X-First', 'one')
  const table: unknown = Reflect.get(message, key)
  if (typeof table !== 'object' || table === null || Object.getPrototypeOf(table) !== null) return undefined
  Reflect.set(table, 'x-second', ['x-second', 'two'])
  const isAsExpected =
    JSON.stringify(table) === '{"x-first":["X-First","one"],"x-second":["x-second","two"]}' &&
    message.getHeader('x-second') === 'two'
  return isAsExpected ? key : undefined
}

function isKey(symbol: symbol): symbol is typeof outHeaders {
  return symbol.description === 'kOutHeaders'
}
