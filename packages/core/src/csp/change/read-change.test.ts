import { expect, test } from 'vitest'
import type { Finding, FindingCode } from '../../finding.ts'
import { compileCsp } from '../compile.ts'
import type { CompiledCsp } from '../policy.ts'

const untyped: {
  compileCsp(configs: readonly unknown[], options: { path: string; findings: Finding[] }): CompiledCsp | null
} = { compileCsp }

test.each<[title: string, change: unknown, code: FindingCode, path: string, fix: string]>([
  ['a verb that is misspelt', { append: {}, restict: {} }, 'unknown-key', 'csp.restict', 'Did you mean restrict?'],
  ['a verb without directives', { append: ['data:'] }, 'invalid-type', 'csp.append', 'img-src'],
  ['a verb that is unset', { append: undefined }, 'unset-value', 'csp.append', 'environment variable'],
  [
    'a directive that is misspelt',
    { append: { 'image-src': ['data:'] } },
    'unknown-directive',
    'csp.append.image-src',
    'Did you mean',
  ],
  [
    'a source without its quotes',
    { append: { 'img-src': ['self'] } },
    'invalid-source',
    'csp.append.img-src[0]',
    `"'self'"`,
  ],
  [
    'two sources in one text',
    { append: { 'img-src': ['data: https:'] } },
    'invalid-source',
    'csp.append.img-src[0]',
    'one entry each',
  ],
  [
    'an unset source',
    { append: { 'img-src': [undefined] } },
    'unset-value',
    'csp.append.img-src[0]',
    'environment variable',
  ],
  ['an empty list', { remove: { 'img-src': [] } }, 'unset-value', 'csp.remove.img-src', "'none'"],
  ["'none' appended", { append: { 'img-src': ["'none'"] } }, 'none-with-others', 'csp.append.img-src', 'replace'],
  ["'none' removed", { remove: { 'img-src': ["'none'"] } }, 'none-with-others', 'csp.remove.img-src', 'replace'],
  [
    'a keyword in the wrong place',
    { append: { 'img-src': ["'unsafe-inline'"] } },
    'misplaced-value',
    'csp.append.img-src[0]',
    'script-src',
  ],
  ['a text for a list', { append: { 'img-src': 'data:' } }, 'invalid-type', 'csp.append.img-src', '["data:"]'],
  ['a flag for a list', { append: { sandbox: true } }, 'invalid-type', 'csp.append.sandbox', 'a list'],
  ['what has no list', { append: { 'report-to': 'csp' } }, 'misplaced-value', 'csp.append.report-to', 'replace'],
  [
    'what only tightens',
    { append: { 'require-trusted-types-for': ["'script'"] } },
    'misplaced-value',
    'csp.append.require-trusted-types-for',
    'replace',
  ],
  ['false for a list', { replace: { 'img-src': false } }, 'invalid-type', 'csp.replace.img-src', "'none'"],
  [
    'a directive that browsers dropped',
    { remove: { 'navigate-to': ['a.test'] } },
    'deprecated-directive',
    'csp.remove.navigate-to',
    'form-action',
  ],
  [
    'a policy and a change at once',
    { directives: { 'img-src': ['*'] }, append: {} },
    'unknown-key',
    'csp.append',
    'a change without directives',
  ],
  ['some other policies', { append: {}, to: 'enforce' }, 'invalid-type', 'csp.to', "'enforced'"],
  ['a flag that is none', { append: {}, fallbacks: 'yes' }, 'invalid-type', 'csp.fallbacks', 'true or false'],
])('%s', (_title, change, code, path, fix) => {
  const findings: Finding[] = []
  expect(untyped.compileCsp([change], { path: 'csp', findings })).toBeNull()
  expect(findings).toEqual([
    expect.objectContaining({ code, path, severity: 'error', fix: expect.stringContaining(fix) }),
  ])
})

test('of several changes each says which it is', () => {
  const findings: Finding[] = []
  const wrong = { append: { 'img-src': ['self'] } }
  untyped.compileCsp(['img-src *', { append: {} }, wrong], { path: 'csp', findings })
  expect(findings.map(({ path }) => path)).toEqual(['csp[2].append.img-src[0]'])
})
