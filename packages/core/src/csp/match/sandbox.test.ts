import { expect, test } from 'vitest'
import { SANDBOX_TOKENS } from '../directives.ts'
import type { PolicyInput } from '../policy-input.ts'
import { type SandboxFlag, sandboxFlags } from './sandbox.ts'

const ALL = sandboxFlags([{ header: 'sandbox' }])

test('HTML §7.1.5: without a token, every flag', () => {
  expect(ALL).toHaveLength(17)
})

test('HTML §7.1.5: with all tokens, those that nothing lifts', () => {
  expect(sandboxFlags([{ header: `sandbox ${SANDBOX_TOKENS.join(' ')}` }])).toEqual(['navigation', 'document-domain'])
})

test.each<[token: string, ...lifted: SandboxFlag[]]>([
  ['allow-downloads', 'downloads'],
  ['allow-forms', 'forms'],
  ['allow-modals', 'modals'],
  ['allow-orientation-lock', 'orientation-lock'],
  ['allow-pointer-lock', 'pointer-lock'],
  ['allow-popups', 'auxiliary-navigation', 'custom-protocols-navigation'],
  ['allow-popups-to-escape-sandbox', 'propagates-to-auxiliary'],
  ['allow-presentation', 'presentation'],
  ['allow-same-origin', 'origin'],
  ['allow-scripts', 'scripts', 'automatic-features'],
  ['ALLOW-Scripts', 'scripts', 'automatic-features'],
  [
    'allow-top-navigation',
    'top-level-navigation-without-user-activation',
    'top-level-navigation-with-user-activation',
    'custom-protocols-navigation',
  ],
  ['allow-top-navigation-by-user-activation', 'top-level-navigation-with-user-activation'],
  ['allow-top-navigation-to-custom-protocols', 'custom-protocols-navigation'],
  ['allow-storage-access-by-user-activation', 'storage-access-by-user-activation'],
  ["'allow-scripts'"],
  ['allow-everything'],
])('HTML "parse a sandboxing directive": %s lifts %s %s %s', (token, ...lifted) => {
  const flags = sandboxFlags([{ header: `sandbox ${token}` }])
  expect(ALL.filter((flag) => !flags.includes(flag))).toEqual(lifted)
})

test.each<[what: string, policies: readonly PolicyInput[], count: number]>([
  ['no policy', [], 0],
  ['no directive', [{ header: "default-src 'none'" }], 0],
  ['report-only', [{ header: 'sandbox', disposition: 'report' }], 0],
  ['<meta>', [{ header: 'sandbox', delivery: 'meta' }], 0],
  ['a second directive', [{ header: 'sandbox allow-forms; sandbox' }], 16],
  ['the last of several policies', [{ header: 'sandbox, sandbox allow-forms' }], 16],
])('HTML "CSP-derived sandboxing flags": %s', (_what, policies, count) => {
  expect(sandboxFlags(policies)).toHaveLength(count)
})
