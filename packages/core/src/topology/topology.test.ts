import { expect, test } from 'vitest'
import { ConfigError } from '../finding.ts'
import { defineTopology } from './topology.ts'

const topology = defineTopology({ apps: { shell: { origin: 'https://shell.example.com' } } })

// What only JavaScript can pass: the compiler refuses all of it.
const call = (fn: (...given: never) => unknown, ...given: readonly unknown[]): unknown =>
  Reflect.apply(fn, undefined, given)

test.each<[mistake: string, ask: () => unknown, told: string]>([
  ['a misspelt app', () => call(topology.configFor, 'shel'), 'no app "shel". Did you mean shell?'],
  ['no app', () => call(topology.configFor), 'no app undefined. The apps are shell.'],
  ['a misspelt app to check', () => call(topology.check, { shel: {} }), 'no app "shel". Did you mean shell?'],
  ['a name to check', () => call(topology.check, 'shell'), 'check takes configurations by app'],
  ['another format', () => call(topology.graph, 'png'), `graph draws 'mermaid', 'svg' and 'json', not "png".`],
  ['no format', () => call(topology.graph), 'not undefined.'],
])('%s is a TypeError', (_mistake, ask, told) => {
  expect(ask).toThrow(TypeError)
  expect(ask).toThrow(told)
})

test.each<[title: string, path: string, check: () => unknown]>([
  [
    'its own directives',
    'apps.shell.directives.img-src[0]',
    () => {
      const shell = { origin: 'https://a.test', directives: { 'img-src': ['self'] } } as const
      // @ts-expect-error a keyword without its quotes
      return defineTopology({ apps: { shell } }).check()
    },
  ],
  ['a configuration', 'configs.shell.corss', () => call(topology.check, { shell: { corss: false } })],
])('what is wrong in %s has its place', (_title, path, check) => {
  expect(check).toThrow(ConfigError)
  expect(check).toThrow(`${path}: `)
})

test('a group that covers another app is named in the fix', () => {
  const wide = defineTopology({
    apps: {
      shell: { origin: 'https://shell.example.com', frames: ['teams'] },
      teams: { origin: 'https://*.example.com' },
      api: { origin: 'https://api.example.com' },
    },
  })
  const [finding, ...others] = wide.check()
  expect(others).toEqual([])
  expect(finding?.code).toBe('edge-half-open')
  expect(finding?.fix).toBe(
    "teams is at https://*.example.com, which covers it: move teams below a domain of its own, or say within: 'teams' if api is one of them.",
  )
})

test('options for CORS of an app that nobody calls are told of', () => {
  const alone = defineTopology({ apps: { api: { origin: 'https://api.example.com', cors: { methods: ['PUT'] } } } })
  expect(alone.check().map(({ code, path }) => [code, path])).toEqual([['useless-option', 'apps.api.cors']])
})
