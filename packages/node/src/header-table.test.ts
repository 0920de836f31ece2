import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { findTableKey } from './header-table.ts'

describe('where Node keeps headers', () => {
  test('is known of this one', () => {
    expect(findTableKey(open)?.description).toBe('kOutHeaders')
  })

  test.each<[title: string, show: (value: unknown) => unknown]>([
    ['a table from the start', (table) => table ?? {}],
    ['nothing ever', () => null],
    ['a Map', (table) => (isObject(table) ? new Map(Object.entries(table)) : table)],
    [
      'values without names',
      (table) => (isObject(table) ? Object.fromEntries(Object.keys(table).map((name) => [name, 'value'])) : table),
    ],
  ])('is left alone when it is %s', (_title, show) => {
    expect(findTableKey(() => disguise(open(), (key, value) => (isTable(key) ? show(value) : value)))).toBeUndefined()
  })

  test.each<[title: string, head: (head: unknown) => unknown]>([
    ['is none', () => undefined],
    ['is another one each time', (head) => `${head}${Math.random()}`],
  ])('is left alone when the head that Node makes of it %s', (_title, change) => {
    const other = () => disguise(open(), (key, value) => (key === '_header' ? change(value) : value))
    expect(findTableKey(other)).toBeUndefined()
  })

  test('is left alone when it goes by another name', () => {
    expect(findTableKey(() => new Proxy(open(), { ownKeys: () => [] }))).toBeUndefined()
  })
})

function open(): ServerResponse {
  return new ServerResponse(new IncomingMessage(new Socket()))
}

/** A response of which one sees no more than `show` lets through. */
function disguise(response: ServerResponse, show: (key: string | symbol, value: unknown) => unknown): ServerResponse {
  return new Proxy(response, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : show(key, value)
    },
  })
}

function isTable(key: string | symbol): boolean {
  return typeof key === 'symbol' && key.description === 'kOutHeaders'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
