import { expect, test } from 'vitest'
import { compile } from '../../compile.ts'
import { ConfigError, describeFinding } from '../../finding.ts'

// What callers without types hand over.
const untyped: { compile(config: unknown): { readonly findings: Parameters<typeof describeFinding>[0][] } } = {
  compile: (config) => ({ findings: [...Reflect.apply(compile, undefined, [config]).findings] }),
}

/** Every finding, as a line of text. */
function told(config: unknown): readonly string[] {
  try {
    return untyped.compile(config).findings.map(describeFinding)
  } catch (error) {
    if (error instanceof ConfigError) return error.findings.map(describeFinding)
    throw error
  }
}

const csp = { directives: { 'default-src': ["'self'"], 'script-src': ["'self'", "'nonce'"] } }
const route = (change: unknown) => ({ csp, routes: [{ path: '/map', csp: change }] })
const HOST = ['https://a.example']

test.each<[mistake: string, config: unknown, said: string]>([
  ['a misspelt verb', route({ apend: { 'img-src': HOST } }), 'Did you mean append?'],
  ['an empty change', route({}), 'The policy has no directives. Write { directives:'],
  ['directives without directives', { csp: { 'img-src': HOST } }, "Write directives inside: { directives: { 'img-src'"],
  ['a policy in a verb', route({ restrict: csp }), "Write restrict: { 'default-src': … }."],
  ['names to remove', route({ remove: ['script-src'] }), "such as { 'img-src': true }"],
  ['false to remove', route({ remove: { 'img-src': false } }), 'a list, or true for the whole directive'],
  [
    'a source that is not there',
    route({ remove: { 'script-src': HOST } }),
    `"https://a.example" is not in script-src. There are "'self'", "'nonce'".`,
  ],
  [
    'a directive that is not there',
    route({ remove: { 'img-src': true } }),
    'There is no img-src that could be removed.',
  ],
  [
    'nothing restricted',
    { csp: "img-src 'self'", routes: [{ path: '/a', csp: { append: { 'font-src': HOST } } }] },
    "write replace: { 'font-src'",
  ],
  [
    'no policy on trial',
    route({ append: { 'img-src': HOST }, to: 'report-only' }),
    'There is no policy that is on trial',
  ],
  ['a function, as helmet has it', { csp: { directives: { 'script-src': [() => 'x'] } } }, 'for a nonce NONCE'],
  [
    'a promise',
    { csp: { directives: { 'script-src': [Promise.resolve('')] } } },
    'A promise in script-src is no text. Await it',
  ],
  [
    'a change of nothing',
    { csp: { append: { 'img-src': HOST } } },
    'there is none that it could change, so none is sent',
  ],
  [
    'a change of no policy',
    { csp: false, routes: [{ path: '/a', csp: { remove: { 'img-src': HOST } } }] },
    'routes[0].csp: This changes a policy, and there is none',
  ],
])('%s is told of once, with the fix', (_mistake, config, said) => {
  const lines = told(config)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(said)
})

test.each([
  ['a restriction, which is a policy', { csp: { restrict: { 'img-src': HOST } } }],
  ['a policy and a change', { csp: [csp, { append: { 'img-src': HOST } }] }],
  ['a change that has nothing to say, as of a page without scripts', route({ append: {} })],
])('%s is no mistake', (_title, config) => {
  expect(told(config)).toEqual([])
})
