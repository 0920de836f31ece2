import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { afterAll, describe, expect, test } from 'vitest'
import type { WriteBatch } from '../store.ts'
import { memoryStore } from './memory.ts'
import { importNdjson, type NdjsonInput, type ReadNdjsonOptions, readNdjson } from './ndjson.ts'
import { exportNdjson } from './ndjson-export.ts'
import { linesOf } from './ndjson-line.ts'
import { ndjsonSink } from './ndjson-sink.ts'
import { HOSTILE_TEXTS } from './store-contract.test-kit.ts'
import { DAY, folded, HOUR, START } from './store-model.test-kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-ndjson-'))
let files = 0
const newPath = (): string => join(folder, `${files++}.ndjson`)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const POLICY = { site: 'shop', id: '00000000000000aa', text: "default-src 'none'", from: 1, to: 2 }
const BATCHES: readonly WriteBatch[] = [
  {
    id: 'one',
    groups: [folded({ clients: ['a'], vouched: ['b'] }), folded({ count: 2, hour: START + 1 })],
    policies: [POLICY],
  },
  { id: 'two', groups: [folded({ noise: { rule: 'extension', confidence: 'sure' } })], policies: [] },
  { id: 'three', groups: [], policies: [POLICY] },
]
const TEXT = BATCHES.map(linesOf).join('')
const LINES = TEXT.trimEnd().split('\n')

async function read(input: NdjsonInput, options?: ReadNdjsonOptions): Promise<readonly WriteBatch[]> {
  const batches: WriteBatch[] = []
  for await (const batch of readNdjson(input, options)) batches.push(batch)
  return batches
}

/** A line with something else in it. */
function changed(line: string | undefined, change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...JSON.parse(line ?? ''), ...change })
}

function changedGroup(change: Readonly<Record<string, unknown>>): string {
  const group: unknown = JSON.parse(LINES[0] ?? '').group
  return changed(LINES[0], { parts: 1, group: { ...Object(group), ...change } })
}

describe('JSON lines', () => {
  test('are one for each hour of each group, and one for each policy', () => {
    expect(LINES.map((line) => Object.keys(JSON.parse(line)))).toEqual(
      ['group', 'group', 'policy', 'group', 'policy'].map((kind) => ['v', 'batch', 'part', 'parts', kind]),
    )
  })

  test('are read again as the batches that they were', async () => {
    expect(await read(TEXT)).toEqual(BATCHES)
  })

  test('are read however they are cut into pieces, in bytes or in text', async () => {
    const hostile = linesOf({ id: '🛰', groups: [folded({ page: 'https://ü.example/🛰' })], policies: [] })
    // A writer of JSON that does not escape what need not be.
    const plain = `${JSON.stringify(JSON.parse(hostile))}\n`
    const bytes = new TextEncoder().encode(plain)
    for (const size of [1, 3, 64]) {
      const starts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => index * size)
      expect(await read(starts.map((start) => bytes.subarray(start, start + size)))).toEqual(await read(hostile))
    }
    expect(await read([...plain])).toEqual(await read(hostile))
  })

  test('may be empty, end with a carriage return, or lack the last end', async () => {
    expect(await read(`\n\n${TEXT.replaceAll('\n', '\r\n').trimEnd()}`)).toEqual(BATCHES)
    expect(await read('')).toEqual([])
  })

  test.each(HOSTILE_TEXTS)('have text that %s as it was, in printable ASCII', async (_title, text) => {
    const group = folded({ site: text, directive: text, page: text, noise: { rule: text, confidence: 'likely' } })
    const batch = { id: text, groups: [{ ...group, clients: [text] }], policies: [{ ...POLICY, text }] }
    const lines = linesOf(batch)
    expect(lines.split('\n')).toHaveLength(3)
    for (const character of lines.replaceAll('\n', '')) expect(character >= ' ' && character <= '~').toBe(true)
    expect(await read(lines)).toEqual([batch])
  })
})

const BAD: readonly (readonly [title: string, lines: readonly (string | undefined)[], message: string | RegExp])[] = [
  ['no JSON', [...LINES, 'nonsense'], /^line 6: Unexpected token/],
  ['half a line', [...LINES, LINES[3]?.slice(0, 80)], /^line 6: Unterminated string/],
  ['no object', ['1'], 'line 1: the line is no object'],
  ['null', ['null'], 'line 1: the line is no object'],
  ['another version', [changed(LINES[0], { v: 2 })], 'line 1: v is 2; this Sallyport reads 1'],
  ['no group and no policy', [changed(LINES[3], { group: undefined })], 'line 1: group is no object'],
  ['a prototype', ['{"v":1,"batch":"a","part":1,"parts":1,"group":{"__proto__":{}}}'], 'line 1: noise is no object'],
  ['a text that is none', [changedGroup({ directive: 1 })], 'line 1: directive is no text'],
  [
    'an unknown browser',
    [changedGroup({ browser: 'lynx' })],
    'line 1: browser is none of chromium, firefox, webkit, other',
  ],
  ['a count of 0', [changedGroup({ count: 0 })], 'line 1: count is not 1 or more'],
  ['a count that is no whole number', [changedGroup({ count: 1.5 })], 'line 1: count is no whole number'],
  ['an hour that no table holds', [changedGroup({ hour: 2 ** 31 })], 'line 1: hour is none since the epoch'],
  ['clients that are no texts', [changedGroup({ clients: ['a', 1] })], 'line 1: clients is no list of texts'],
  ['too many clients', [changedGroup({ vouched: Array(65).fill('a') })], 'line 1: vouched has over 64'],
  ['noise that is no object', [changedGroup({ noise: true })], 'line 1: noise is no object'],
  ['the end of a batch missing', LINES.slice(0, 2), 'line 2: "one" is cut off after 2 of 3 lines'],
  ['another batch in its midst', [LINES[0], LINES[3]], 'line 2: "one" is cut off after 1 of 3 lines'],
  ['the start of a batch missing', LINES.slice(1), 'line 1: "one" begins with part 2'],
  ['a batch without end', [changed(LINES[0], { parts: 1e9 })], 'line 1: parts is over 100000'],
  ['a line without end', ['x'.repeat(4_000_001)], 'line 1: it is longer than 4000000 characters'],
]

describe('a bad line is an error with its number:', () => {
  test.each(BAD)('%s', async (_title, lines, message) => {
    await expect(read(lines.join('\n'))).rejects.toThrow(message)
    await expect(read(lines.join('\n'))).rejects.toThrow(SyntaxError)
  })

  test('or is told of and left out, with the rest of its batch', async () => {
    const told: string[] = []
    const text = [LINES[0], LINES[1], 'nonsense', ...LINES].join('\n')
    const batches = await read(text, { onBadLine: ({ message }) => told.push(message) })
    expect(batches).toEqual(BATCHES)
    expect(told).toEqual([expect.stringMatching(/^line 3: /), 'line 4: "one" is cut off after 2 of 3 lines'])
  })
})

describe('ndjsonSink', () => {
  test('appends to a file, each batch once', async () => {
    const path = newPath()
    for (const batch of BATCHES) {
      const sink = ndjsonSink(path)
      await Promise.all([sink.write(batch), sink.write(batch), sink.write({ id: 'empty', groups: [], policies: [] })])
      await sink.close()
    }
    expect(await read(createReadStream(path))).toEqual(BATCHES)
  })

  test('begins a line of its own after one that was cut off', async () => {
    const path = newPath()
    writeFileSync(path, TEXT.slice(0, 100))
    await ndjsonSink(path).write({ ...BATCHES[0], id: 'one', groups: [folded()], policies: [] })
    expect(await read(readFileSync(path, 'utf8'), { onBadLine: () => undefined })).toMatchObject([{ id: 'one' }])
  })

  test('writes to a stream, and leaves it open', async () => {
    const path = newPath()
    const stream = createWriteStream(path)
    const sink = ndjsonSink(stream)
    for (const batch of BATCHES) await sink.write(batch)
    await sink.close()
    expect(stream.writable).toBe(true)
    stream.end()
    await finished(stream)
    expect(await read(createReadStream(path))).toEqual(BATCHES)
  })

  test('rejects what could not be written, and takes it again', async () => {
    const written: string[] = []
    const failures = [new Error('disk full')]
    const sink = ndjsonSink({
      write: (text, done) => {
        const failure = failures.pop()
        if (failure === undefined) written.push(text)
        done(failure)
      },
    })
    const [batch] = BATCHES
    if (batch === undefined) throw new Error('no batch')
    await expect(sink.write(batch)).rejects.toThrow('disk full')
    await sink.write(batch)
    expect(await read(written)).toEqual([batch])
  })

  test('does not end the process when a stream fails', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('pipe closed')) })
    const sink = ndjsonSink(stream)
    const [batch = { id: '', groups: [], policies: [] }] = BATCHES
    await expect(sink.write(batch)).rejects.toThrow('pipe closed')
    await expect(sink.write(batch)).rejects.toThrow()
  })

  test('rejects when the file cannot be written', async () => {
    const [batch = { id: '', groups: [], policies: [] }] = BATCHES
    await expect(ndjsonSink(join(folder, 'missing', 'x')).write(batch)).rejects.toThrow('ENOENT')
  })
})

describe('what is exported', () => {
  const CLIENTS = Array.from({ length: 64 }, (_, index) => `hash-${index}`)
  const batch: WriteBatch = {
    id: 'all',
    groups: [
      folded({ count: 4, first: START * HOUR + 7, last: START * HOUR + 9, clients: CLIENTS.slice(0, 3) }),
      folded({ count: 1, hour: START + 5, clients: CLIENTS.slice(2, 5), vouched: CLIENTS.slice(0, 1) }),
      folded({ count: 9, hour: START + 100, clients: CLIENTS }),
      folded({ site: 'blog', directive: 'img-src', hour: START + 24, noise: { rule: 'x', confidence: 'sure' } }),
      ...Array.from({ length: 600 }, (_, index) => folded({ page: `https://shop.example/${index}`, hour: START + 3 })),
    ],
    policies: [POLICY],
  }

  test('makes an equal store', async () => {
    const store = memoryStore()
    await store.write(batch)
    const path = newPath()
    expect(await exportNdjson(store, path)).toBe(604)
    const copy = memoryStore()
    expect(await importNdjson(copy, createReadStream(path))).toBe(604)
    for (const query of [{}, { from: START * HOUR + DAY }, { to: START * HOUR + DAY }, { site: 'blog' }])
      expect(await copy.query(query)).toEqual(await store.query(query))
  })

  test('counts once when it is imported twice', async () => {
    const store = memoryStore()
    await store.write(batch)
    const path = newPath()
    await exportNdjson(store, path)
    const copy = memoryStore()
    await importNdjson(copy, readFileSync(path, 'utf8'))
    await importNdjson(copy, readFileSync(path, 'utf8'))
    expect(await copy.query()).toEqual(await store.query())
  })

  test('has no hash of a client', async () => {
    const store = memoryStore()
    await store.write(batch)
    const path = newPath()
    await exportNdjson(store, path)
    expect(readFileSync(path, 'utf8')).not.toContain('hash-')
  })

  test('is what was asked for', async () => {
    const store = memoryStore()
    await store.write(batch)
    const path = newPath()
    expect(await exportNdjson(store, path, { site: 'shop', from: (START + 4) * HOUR, to: (START + 101) * HOUR })).toBe(
      2,
    )
    expect(await exportNdjson(store, newPath(), { from: 5, to: 5 })).toBe(0)
    expect(await exportNdjson(memoryStore(), newPath())).toBe(0)
  })
})
