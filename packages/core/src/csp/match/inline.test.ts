import { expect, test } from 'vitest'
import { hashSource } from '../hash.ts'
import type { Inline } from '../verdict.ts'
import { matchInline } from './inline.ts'
import { askInline, missed, PAGE, told } from './match.test-kit.ts'

const HASH = await hashSource('x()')
const HASH_384 = await hashSource('x()', 'sha384')
const HASH_512 = await hashSource('x()', 'sha512')
const ACCENTED = await hashSource('é \u{1f600}')
const REPLACED = await hashSource('\ufffd')

type Row = [rule: string, policy: string, inline: Partial<Inline>, told: string]

// CSP3 §6.8.2, §6.8.3: an image of the fallback chains.
test.each<[type: Inline['type'], ...chain: string[]]>([
  ['script', 'script-src-elem', 'script-src', 'default-src'],
  ['script speculationrules', 'script-src-elem', 'script-src', 'default-src'],
  ['navigation', 'script-src-elem', 'script-src', 'default-src'],
  ['script attribute', 'script-src-attr', 'script-src', 'default-src'],
  ['style', 'style-src-elem', 'style-src', 'default-src'],
  ['style attribute', 'style-src-attr', 'style-src', 'default-src'],
])('§6.8.2, §6.8.3: %s asks %s, else %s, else %s', (type, ...chain) => {
  for (const [index, directive] of chain.entries()) {
    const later = chain.slice(index + 1)
    const blocked = askInline([`${directive} 'none'`, ...later.map((name) => `${name} 'unsafe-inline'`)].join('; '), {
      type,
    })
    expect(blocked).toMatchObject({ outcome: 'blocked', directive, effectiveDirective: chain[0], reason: 'empty-list' })
    const allowed = askInline([`${directive} 'unsafe-inline'`, ...later.map((name) => `${name} 'none'`)].join('; '), {
      type,
    })
    expect(allowed).toMatchObject({ outcome: 'allowed', directive, reason: 'keyword' })
  }
  expect(askInline("img-src 'none'; worker-src 'none'", { type })).toMatchObject({ outcome: 'allowed', policy: null })
})

test.each<Row>([
  // §6.7.3.2
  ["step 3: 'unsafe-inline'", "script-src 'unsafe-inline'", {}, "allowed: keyword 'unsafe-inline'"],
  ["step 2.3: 'UNSAFE-inline'", "script-src 'UNSAFE-inline'", {}, "allowed: keyword 'UNSAFE-inline'"],
  ['step 3: hosts admit nothing inline', "script-src * https: 'self'", {}, 'blocked: inline'],
  ['step 2.1: a nonce overrides it', "script-src 'unsafe-inline' 'nonce-abc'", {}, 'blocked: inline'],
  ['step 2.1: a hash overrides it', "script-src 'unsafe-inline' 'sha256-abc'", {}, 'blocked: inline'],
  [
    'step 2.1: for attributes too',
    "script-src 'unsafe-inline' 'nonce-abc'",
    { type: 'script attribute' },
    'blocked: inline',
  ],
  ['step 2.1: for styles too', "style-src 'unsafe-inline' 'nonce-abc'", { type: 'style' }, 'blocked: inline'],
  [
    'step 2.1: what is no nonce does not',
    "script-src 'unsafe-inline' 'nonce-'",
    {},
    "allowed: keyword 'unsafe-inline'",
  ],
  [
    'step 2.1: what is no hash does not',
    "script-src 'unsafe-inline' 'sha512-!!'",
    {},
    "allowed: keyword 'unsafe-inline'",
  ],
  ["step 2.2: 'strict-dynamic' overrides it", "script-src 'unsafe-inline' 'strict-dynamic'", {}, 'blocked: inline'],
  [
    'step 2.2: for event handlers',
    "script-src 'unsafe-inline' 'strict-dynamic'",
    { type: 'script attribute' },
    'blocked: inline',
  ],
  [
    'step 2.2: for javascript:',
    "script-src 'unsafe-inline' 'strict-dynamic'",
    { type: 'navigation' },
    'blocked: inline',
  ],
  [
    'step 2.2: not for styles',
    "default-src 'unsafe-inline' 'strict-dynamic'",
    { type: 'style' },
    "allowed: keyword 'unsafe-inline'",
  ],
  [
    'step 2.2: nor their attributes',
    "default-src 'unsafe-inline' 'strict-dynamic'",
    { type: 'style attribute' },
    "allowed: keyword 'unsafe-inline'",
  ],
  [
    'HTML, speculative loading: speculation rules have a keyword of their own',
    "script-src 'inline-speculation-rules'",
    { type: 'script speculationrules' },
    "allowed: keyword 'inline-speculation-rules'",
  ],
  [
    'HTML, speculative loading: which admits nothing else',
    "script-src 'inline-speculation-rules'",
    {},
    'blocked: inline',
  ],

  // §6.7.3.3
  ['step 2: a nonce', "script-src 'nonce-abc'", { nonce: 'abc' }, "allowed: nonce 'nonce-abc'"],
  [
    'step 2: a nonce of a style',
    "style-src 'nonce-abc'",
    { type: 'style', nonce: 'abc' },
    "allowed: nonce 'nonce-abc'",
  ],
  ['step 2: another nonce', "script-src 'nonce-abc'", { nonce: 'abC' }, 'blocked: inline'],
  [
    'step 2: none for attributes',
    "script-src 'nonce-abc'",
    { type: 'script attribute', nonce: 'abc' },
    'blocked: inline',
  ],
  [
    'step 2: none for style attributes',
    "style-src 'nonce-abc'",
    { type: 'style attribute', nonce: 'abc' },
    'blocked: inline',
  ],
  ['step 2: none for javascript:', "script-src 'nonce-abc'", { type: 'navigation', nonce: 'abc' }, 'blocked: inline'],
  ['step 5.2.2: a hash', `script-src ${HASH}`, {}, `allowed: hash ${HASH}`],
  ['step 5.2.2: SHA-384', `script-src ${HASH_384}`, {}, `allowed: hash ${HASH_384}`],
  ['step 5.2.2: SHA-512', `script-src ${HASH_512}`, {}, `allowed: hash ${HASH_512}`],
  ['step 5.2.2: of a style', `style-src ${HASH}`, { type: 'style' }, `allowed: hash ${HASH}`],
  ['step 5.2.2: of another text', `script-src ${HASH}`, { source: 'x();' }, 'blocked: inline'],
  [
    'step 5.2.2.2: algorithms have no case',
    `script-src ${HASH.replace('sha', 'SHA')}`,
    {},
    `allowed: hash ${HASH.replace('sha', 'SHA')}`,
  ],
  ['step 5.2.2.5.2: base64url', `script-src ${toUrl(HASH)}`, {}, `allowed: hash ${toUrl(HASH)}`],
  ['step 5.2.2.5.3: without its padding', `script-src ${HASH.replace('=', '')}`, {}, 'blocked: inline'],
  ['step 5.1: of UTF-8', `script-src ${ACCENTED}`, { source: 'é \u{1f600}' }, `allowed: hash ${ACCENTED}`],
  [
    'step 5.1: lone surrogates are replaced',
    `script-src ${REPLACED}`,
    { source: '\ud800' },
    `allowed: hash ${REPLACED}`,
  ],
  ['step 5: no attribute without unsafe-hashes', `script-src ${HASH}`, { type: 'script attribute' }, 'blocked: inline'],
  [
    'step 4: an event handler with it',
    `script-src 'unsafe-hashes' ${HASH}`,
    { type: 'script attribute' },
    `allowed: hash ${HASH}`,
  ],
  ['step 4: in any case', `script-src ${HASH} 'Unsafe-Hashes'`, { type: 'script attribute' }, `allowed: hash ${HASH}`],
  [
    'step 4: a style attribute with it',
    `style-src 'unsafe-hashes' ${HASH}`,
    { type: 'style attribute' },
    `allowed: hash ${HASH}`,
  ],
  [
    'step 4: javascript: with it, the whole address',
    `script-src 'unsafe-hashes' ${HASH}`,
    { type: 'navigation' },
    `allowed: hash ${HASH}`,
  ],
  [
    "step 4: 'unsafe-hashes' alone admits nothing",
    "script-src 'unsafe-hashes'",
    { type: 'script attribute' },
    'blocked: inline',
  ],
  [
    "step 5.2.1: 'strict-dynamic' trusts what scripts make",
    "script-src 'strict-dynamic'",
    { parserInserted: false },
    "allowed: keyword 'strict-dynamic'",
  ],
  ['step 5.2.1.1: not what the parser makes', "script-src 'strict-dynamic'", {}, 'blocked: inline'],
  [
    'step 5.2.1.1: not styles',
    "style-src 'strict-dynamic'",
    { type: 'style', parserInserted: false },
    'blocked: inline',
  ],
  [
    'step 5.2.1.1: not handlers',
    "script-src 'strict-dynamic' 'unsafe-hashes'",
    { type: 'script attribute', parserInserted: false },
    'blocked: inline',
  ],
  ['step 6: an empty list', 'script-src', {}, 'blocked: empty-list'],

  // §4.4.1
  [
    'eval: no directive',
    "img-src 'none'; script-src-elem 'none'; script-src-attr 'none'",
    { type: 'eval' },
    'allowed: no-directive',
  ],
  ['eval step 4.2: script-src', "script-src 'self'", { type: 'eval' }, 'blocked: eval'],
  ['eval step 4.2: default-src', "default-src 'none'", { type: 'eval' }, "blocked: empty-list 'none'"],
  [
    'eval step 4.2: script-src before default-src',
    "default-src 'none'; script-src 'unsafe-eval'",
    { type: 'eval' },
    "allowed: keyword 'unsafe-eval'",
  ],
  ["eval step 4.3.3: 'unsafe-EVAL'", "script-src 'unsafe-EVAL'", { type: 'eval' }, "allowed: keyword 'unsafe-EVAL'"],
  ["eval: 'wasm-unsafe-eval' is not enough", "script-src 'wasm-unsafe-eval'", { type: 'eval' }, 'blocked: eval'],
  [
    "eval: 'strict-dynamic' and nonces do not help",
    "script-src 'strict-dynamic' 'nonce-abc'",
    { type: 'eval', nonce: 'abc' },
    'blocked: eval',
  ],
  [
    "eval step 4.3.2: 'trusted-types-eval' where Trusted Types are required",
    "script-src 'trusted-types-eval'; require-trusted-types-for 'script'",
    { type: 'eval', trusted: true },
    "allowed: trusted-script 'script'",
  ],
  [
    'eval step 4.3.2: and only there',
    "script-src 'trusted-types-eval'",
    { type: 'eval', trusted: true },
    'blocked: eval',
  ],
  [
    'eval step 4.3.2: another enforced policy may require them',
    "script-src 'trusted-types-eval', require-trusted-types-for 'script'",
    { type: 'eval', trusted: true },
    "allowed: keyword 'trusted-types-eval'",
  ],
  [
    'eval step 1: text that is not trusted is refused',
    "script-src 'unsafe-eval'; require-trusted-types-for 'script'",
    { type: 'eval' },
    "blocked: trusted-types 'script'",
  ],
  [
    'eval step 1: without a script-src too',
    "require-trusted-types-for 'script'",
    { type: 'eval' },
    "blocked: trusted-types 'script'",
  ],
  [
    'Trusted Types §4.3: another word requires nothing',
    'require-trusted-types-for script',
    { type: 'eval' },
    'allowed: no-directive',
  ],

  // §4.5.1
  [
    "WebAssembly step 3.3: 'wasm-unsafe-eval'",
    "script-src 'wasm-unsafe-eval'",
    { type: 'wasm-eval' },
    "allowed: keyword 'wasm-unsafe-eval'",
  ],
  [
    "WebAssembly step 3.3: 'unsafe-eval'",
    "script-src 'unsafe-eval'",
    { type: 'wasm-eval' },
    "allowed: keyword 'unsafe-eval'",
  ],
  ['WebAssembly step 3.3: neither', "script-src 'self'", { type: 'wasm-eval' }, 'blocked: eval'],
  [
    'WebAssembly step 3.2: default-src',
    "default-src 'wasm-unsafe-eval'",
    { type: 'wasm-eval' },
    "allowed: keyword 'wasm-unsafe-eval'",
  ],
  [
    'WebAssembly does not ask for Trusted Types',
    "require-trusted-types-for 'script'",
    { type: 'wasm-eval' },
    'allowed: no-directive',
  ],
])('%s: %s', (_rule, policy, inline, expected) => {
  expect(told(askInline(policy, inline))).toBe(expected)
})

function toUrl(source: string): string {
  return `'sha256-${source.slice(8).replaceAll('+', '-').replaceAll('/', '_')}`
}

// What is left out is not known.
test.each<[what: string, policy: string, inline: Inline, told: string]>([
  ['a nonce', "script-src 'nonce-abc'", { type: 'script' }, 'depends: nonce'],
  ['a text', `script-src ${HASH}`, { type: 'script' }, 'depends: source'],
  ['the parser', "script-src 'strict-dynamic'", { type: 'script' }, 'depends: parserInserted'],
  [
    'all',
    `script-src 'strict-dynamic' 'nonce-abc' ${HASH}`,
    { type: 'script' },
    'depends: nonce, parserInserted, source',
  ],
  ['a text, where it does not count', `script-src ${HASH}`, { type: 'script attribute' }, 'blocked: inline'],
  ['a text, where it counts', `script-src ${HASH} 'unsafe-hashes'`, { type: 'script attribute' }, 'depends: source'],
  ['nothing that would decide', "script-src 'unsafe-inline'", { type: 'script' }, "allowed: keyword 'unsafe-inline'"],
  ['nothing that could help', "script-src 'self'", { type: 'script' }, 'blocked: inline'],
  ['whether eval gets a TrustedScript', "require-trusted-types-for 'script'", { type: 'eval' }, 'depends: trusted'],
  [
    'whether eval gets one, where it is blocked anyway',
    "require-trusted-types-for 'script'; script-src 'self'",
    { type: 'eval' },
    'blocked: eval',
  ],
])('unknown: %s: %s', (_what, policy, inline, expected) => {
  expect(told(matchInline([{ header: policy }], PAGE, inline))).toBe(expected)
})

test.each<[what: string, policy: string, inline: Partial<Inline>, misses: string[]]>([
  ['another nonce', "script-src 'nonce-abc'", { nonce: 'xyz' }, ["'nonce-abc' nonce"]],
  ['a nonce in another case', "script-src 'nonce-abc'", { nonce: 'ABC' }, ["'nonce-abc' case"]],
  ['a nonce without quotes', 'script-src nonce-abc', { nonce: 'abc' }, ['nonce-abc quotes']],
  ['a keyword without quotes', 'script-src unsafe-inline', {}, ['unsafe-inline quotes']],
  ['a keyword in other quotes', 'script-src "unsafe-inline"', {}, ['"unsafe-inline" quotes']],
  [
    'a keyword that a nonce overrides',
    "script-src 'unsafe-inline' 'nonce-abc'",
    {},
    ["'nonce-abc' nonce", "'unsafe-inline' overridden"],
  ],
  ["a hash without 'unsafe-hashes'", `script-src ${HASH}`, { type: 'script attribute' }, [`${HASH} unsafe-hashes`]],
  ['a hash without its padding', `script-src ${HASH.replace('=', '')}`, {}, [`${HASH.replace('=', '')} hash`]],
  ["'unsafe-eval' without quotes", 'script-src unsafe-eval', { type: 'eval' }, ['unsafe-eval quotes']],
])('nearly: %s: %s', (_what, policy, inline, expected) => {
  const verdict = askInline(policy, inline)
  expect(verdict.outcome).toBe('blocked')
  expect(missed(verdict)).toEqual(expected)
})
