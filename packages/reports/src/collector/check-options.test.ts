import { ConfigError, describeFinding } from '@sallyport/core'
import { expect, test } from 'vitest'
import { checkOptions } from './check-options.ts'
import { FakeStore } from './collector.test-kit.ts'

const good = { policies: "img-src 'self'", origins: ['https://shop.example'], store: new FakeStore() }

test.each<[title: string, options: object]>([
  ['the least', {}],
  [
    'everything',
    {
      site: 'shop',
      sinks: [new FakeStore()],
      limits: { bodyBytes: 1_000, bodyTime: undefined },
      secret: 's'.repeat(32),
      vouch: () => undefined,
      closed: () => false,
      flushInterval: 1_000,
      development: true,
      onReport: () => {},
      onProblem: () => {},
    },
  ],
  ['what is left undefined', { limits: undefined, secret: undefined, vouch: undefined }],
])('nothing is wrong with %s', (_, options) => {
  expect(checkOptions({ ...good, ...options })).toEqual([])
})

test.each<[options: object, finding: string]>([
  [{ onReports: () => {} }, 'onReports: "onReports" is not an option. Did you mean onReport? [unknown-key]'],
  [{ limits: { bodyByte: 1 } }, 'limits.bodyByte: "bodyByte" is not an option. Did you mean bodyBytes? [unknown-key]'],
  [
    { limits: { bodyBytes: '1' } },
    'limits.bodyBytes: The value is a string, where a whole number from 1 to 67,108,864 is needed. Write a whole number from 1 to 67,108,864. [invalid-type]',
  ],
  [
    { limits: { reportsPerBody: 0 } },
    'limits.reportsPerBody: 0 is not a whole number from 1 to 100,000. Write a whole number from 1 to 100,000. [out-of-range]',
  ],
  [{ limits: [] }, 'limits: The value is a list, where an object is needed. Write an object. [invalid-type]'],
  [
    { flushInterval: Number.NaN },
    'flushInterval: NaN is not a whole number from 10 to 3,600,000. Write a whole number from 10 to 3,600,000. [out-of-range]',
  ],
  [
    { secret: 'hunter2' },
    'secret: The secret has 7 characters, and at least 32 are needed: whoever guesses it can tell which addresses sent reports. Draw one with crypto.randomBytes(32) and keep it where other secrets are; the same in all processes. [out-of-range]',
  ],
  [
    { secret: '' },
    'secret: The value is "", but a text of at least 32 characters is needed. Write a text of at least 32 characters. [unset-value]',
  ],
  [
    { store: Promise.resolve(new FakeStore()) },
    "store: The value is a promise, where a store, such as openStore('sqlite:./reports.db'), with write, query, close is needed. Write a store, such as openStore('sqlite:./reports.db'), with write, query, close. [invalid-type]",
  ],
  [
    { sinks: [new FakeStore(), {}] },
    'sinks[1]: The value is an object, where a sink, with write, close is needed. Write a sink, with write, close. [invalid-type]',
  ],
  [
    { vouch: 'anna' },
    'vouch: The value is a string, where a function of the request is needed. Write a function of the request. [invalid-type]',
  ],
  [
    { closed: 'yes' },
    'closed: The value is a string, where true, false, or a function that says which is needed. Write true, false, or a function that says which. [invalid-type]',
  ],
  [
    { development: 1 },
    'development: The value is a number, where true or false is needed. Write true or false. [invalid-type]',
  ],
])('%o', (options, finding) => {
  expect(checkOptions({ ...good, ...options }).map(describeFinding)).toEqual([finding])
})

test.each([undefined, null, 'x', []])('%o is no set of options', (options) => {
  expect(checkOptions(options).length).toBe(1)
})

test('a secret that is too short is not shown', () => {
  const error = new ConfigError(checkOptions({ ...good, secret: 'hunter2' }))
  expect(`${error.message}${JSON.stringify(error.findings)}`).not.toContain('hunter2')
})
