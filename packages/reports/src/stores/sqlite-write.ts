import type { WriteBatch } from '../store.ts'
import { CLIENT_BYTES, type ClientNumber, MOST_CLIENTS, mergeClients, type ReachRow, rowsOf } from './batch-rows.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { toStored } from './stored-text.ts'

const ADD_BATCH = 'INSERT INTO sallyport_batch (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING'

const ADD_GROUP = `
INSERT INTO sallyport_group (site, fp, first_at, last_at, policy, disposition, directive, blocked, page, browser, standing, noise_rule, noise_confidence)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (site, fp) DO UPDATE SET first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`

const ADD_HOUR = `
INSERT INTO sallyport_hour (site, hour, fp, n) VALUES (?, ?, ?, ?)
ON CONFLICT (site, hour, fp) DO UPDATE SET n = n + excluded.n`

const GET_REACH = 'SELECT clients, vouched FROM sallyport_reach WHERE site = ? AND day = ? AND fp = ?'

const PUT_REACH = `
INSERT INTO sallyport_reach (site, day, fp, clients, vouched) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (site, day, fp) DO UPDATE SET clients = excluded.clients, vouched = excluded.vouched`

const ADD_POLICY = `
INSERT INTO sallyport_policy (site, id, policy_text, served_from, served_to) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (site, id) DO UPDATE SET served_from = min(served_from, excluded.served_from), served_to = max(served_to, excluded.served_to)`

/** Adds a batch, unless it is known. Inside a transaction. */
export function writeToSqlite(connection: SqliteConnection, batch: WriteBatch): void {
  const added = connection.statement(ADD_BATCH).run(toStored(batch.id), Date.now())
  if (Number(added.changes) === 0) return
  const rows = rowsOf(batch)
  const addGroup = connection.statement(ADD_GROUP)
  for (const { site, fingerprint, first, last, noise, ...group } of rows.groups)
    addGroup.run(
      toStored(site),
      toStored(fingerprint),
      first,
      last,
      toStored(group.policy),
      group.disposition,
      toStored(group.directive),
      toStored(group.blocked),
      toStored(group.page),
      group.browser,
      group.standing,
      noise === null ? null : toStored(noise.rule),
      noise?.confidence ?? null,
    )
  const addHour = connection.statement(ADD_HOUR)
  for (const { site, hour, fingerprint, count } of rows.hours)
    addHour.run(toStored(site), hour, toStored(fingerprint), count)
  for (const row of rows.reach) addReach(connection, row)
  const addPolicy = connection.statement(ADD_POLICY)
  for (const { site, id, text, from, to } of rows.policies)
    addPolicy.run(toStored(site), toStored(id), toStored(text), from, to)
}

/** Read, merged and put back: nobody else writes meanwhile. */
function addReach(connection: SqliteConnection, { site, day, fingerprint, clients, vouched }: ReachRow): void {
  const key = [toStored(site), day, toStored(fingerprint)] as const
  const row = connection.statement(GET_REACH).get(...key)
  const known = { clients: bytesIn(row?.clients), vouched: bytesIn(row?.vouched) }
  const all = { clients: addClients(known.clients, clients), vouched: addClients(known.vouched, vouched) }
  if (row !== undefined && all.clients === known.clients && all.vouched === known.vouched) return
  connection.statement(PUT_REACH).run(...key, all.clients, all.vouched)
}

/** The same bytes when there is nothing to add, which is most often so. */
function addClients(known: Buffer, added: readonly ClientNumber[]): Buffer {
  if (added.length === 0 || known.length === MOST_CLIENTS * CLIENT_BYTES) return known
  const numbers = numbersIn(known)
  const all = mergeClients(numbers, added)
  return all.length === numbers.length ? known : bytesOf(all)
}

function bytesIn(stored: unknown): Buffer {
  return stored instanceof Uint8Array
    ? Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
    : Buffer.alloc(0)
}

function numbersIn(bytes: Buffer): readonly ClientNumber[] {
  const numbers: ClientNumber[] = []
  for (let offset = 0; offset < bytes.length; offset += CLIENT_BYTES)
    numbers.push(bytes.readUIntBE(offset, CLIENT_BYTES))
  return numbers
}

function bytesOf(numbers: readonly ClientNumber[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * CLIENT_BYTES)
  for (const [index, number] of numbers.entries()) bytes.writeUIntBE(number, index * CLIENT_BYTES, CLIENT_BYTES)
  return bytes
}
