import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { ConfigError, type Finding } from '../finding.ts'
import { REQUEST_FIELDS, RESPONSE_FIELDS } from './fields.ts'

function findingsOf(cors: object): readonly Finding[] {
  const config: object = { cors: { origins: ['https://a.test'], ...cors } }
  try {
    return compile(config as Config).findings
  } catch (error) {
    if (error instanceof ConfigError) return error.findings
    throw error
  }
}

type Row = [value: unknown, code: string, severity: string, fix: string]

test.each<Row>([
  ['CONNECT', 'invalid-method', 'error', 'Remove it.'],
  ['trace', 'invalid-method', 'error', 'Remove it.'],
  ['Track', 'invalid-method', 'error', 'Remove it.'],
  ['put', 'invalid-method', 'error', 'Write PUT.'],
  ['Delete', 'invalid-method', 'error', 'Write DELETE.'],
  ['patch', 'invalid-method', 'error', 'Write PATCH, here and in the page.'],
  ['PaTcH', 'invalid-method', 'error', 'Write PATCH, here and in the page.'],
  ['purge', 'unusual-case', 'info', 'Write PURGE if pages send that.'],
  ['GET,PUT', 'invalid-method', 'error', 'Make each an entry of its own: "GET", "PUT".'],
  ['PUT DELETE', 'invalid-method', 'error', 'Make each an entry of its own: "PUT", "DELETE".'],
  ['P/T', 'invalid-method', 'error', 'Write a method such as PUT.'],
  ['*', 'wildcard-with-others', 'error', "Write methods: '*' without a list."],
])('methods: [%j] is found', (value, code, severity, fix) => {
  expect(findingsOf({ methods: [value] })).toEqual([
    expect.objectContaining({ code, severity, path: 'cors.methods[0]', value, fix }),
  ])
})

test.each<Row>([
  ['Cookie', 'invalid-header', 'error', 'Remove it: cookies come with credentials: true.'],
  ['host', 'invalid-header', 'error', 'Remove it.'],
  ['Proxy-Anything', 'invalid-header', 'error', 'Remove it.'],
  ['sec-fetch-site', 'invalid-header', 'error', 'Remove it.'],
  ['set-cookie', 'invalid-header', 'error', 'Remove it.'],
  ['origin', 'invalid-header', 'error', 'Remove it.'],
  ['access-control-allow-origin', 'invalid-header', 'error', 'Remove it: Sallyport sends it when it is due.'],
  ['ETag', 'wrong-direction', 'warning', 'To let pages read it, move it to exposedHeaders.'],
  ['accept', 'useless-option', 'info', 'Remove it if pages send usual values.'],
  ['accept-language', 'useless-option', 'info', 'Remove it if pages send usual values.'],
  ['x-a, x-b', 'invalid-header', 'error', 'Make each an entry of its own: "x-a", "x-b".'],
  ['x:a', 'invalid-header', 'error', 'Write a name such as x-request-id.'],
])('allowedHeaders: [%j] is found', (value, code, severity, fix) => {
  expect(findingsOf({ allowedHeaders: [value] })).toEqual([
    expect.objectContaining({ code, severity, path: 'cors.allowedHeaders[0]', value, fix }),
  ])
})

test.each<Row>([
  ['Set-Cookie', 'invalid-header', 'error', 'Remove it.'],
  ['set-cookie2', 'invalid-header', 'error', 'Remove it.'],
  ['Origin', 'invalid-header', 'error', 'Remove it: Sallyport reads it.'],
  ['access-control-request-method', 'invalid-header', 'error', 'Remove it: Sallyport reads it.'],
  ['If-None-Match', 'wrong-direction', 'warning', 'To let pages send it, move it to allowedHeaders.'],
  ['cookie', 'wrong-direction', 'warning', 'To let pages send it, move it to allowedHeaders.'],
  ['content-type', 'useless-option', 'info', 'Remove it.'],
  ['access-control-allow-origin', 'useless-option', 'info', 'Remove it: the browser heeds it without it being listed.'],
])('exposedHeaders: [%j] is found', (value, code, severity, fix) => {
  expect(findingsOf({ exposedHeaders: [value] })).toEqual([
    expect.objectContaining({ code, severity, path: 'cors.exposedHeaders[0]', value, fix }),
  ])
})

test('methods in one text are mended', () => {
  expect(findingsOf({ methods: 'get, patch purge' })).toEqual([
    expect.objectContaining({ code: 'invalid-type', fix: 'Write methods: ["GET", "PATCH", "purge"].' }),
  ])
})

test.each(['methods', 'allowedHeaders', 'exposedHeaders'])('%s as one text is to be split', (key) => {
  expect(findingsOf({ [key]: 'A,B' })).toEqual([
    expect.objectContaining({ code: 'invalid-type', path: `cors.${key}`, fix: `Write ${key}: ["A", "B"].` }),
  ])
})

test.each<[key: string, names: readonly string[]]>([
  ['methods', ['GET', 'PUT', 'PATCH', 'PROPFIND', 'QUERY']],
  [
    'allowedHeaders',
    [
      'content-type',
      'range',
      'authorization',
      'x-http-method-override',
      'x-http-method',
      'x-method-override',
      'user-agent',
    ],
  ],
  ['exposedHeaders', ['etag', 'location', 'x-csrf-token', 'accept', 'content-range', 'retry-after']],
])('%s: %j are taken without a word', (key, names) => {
  expect(findingsOf({ [key]: names })).toEqual([])
})

test('a field of one direction is not of the other', () => {
  expect([...RESPONSE_FIELDS.keys()].filter((name) => REQUEST_FIELDS.has(name))).toEqual([])
  for (const name of RESPONSE_FIELDS.keys())
    expect(findingsOf({ exposedHeaders: [name] }).filter(({ code }) => code === 'wrong-direction')).toEqual([])
  for (const name of REQUEST_FIELDS.keys())
    expect(findingsOf({ allowedHeaders: [name] }).filter(({ code }) => code === 'wrong-direction')).toEqual([])
})
