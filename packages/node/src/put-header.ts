import { IncomingMessage, OutgoingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { findTableKey, HeaderTable, type outHeaders, type TableHolder } from './header-table.ts'
import { CHANGES, type NodeResponse } from './response.ts'

// Node promises no such table: so it is tried out when this module is loaded, and left alone where anything about it is other than expected.
const KEY: typeof outHeaders | undefined = findTableKey(() => new ServerResponse(new IncomingMessage(new Socket())))

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
  const table = new HeaderTable()
  response[key] = table
  return table
}
