import { expect, test } from 'vitest'
import { groupOf } from './groups.test-kit.ts'
import { judgeGroup } from './judge-group.ts'
import { readPolicyText } from './policy-forms.ts'

const script = groupOf({
  directive: 'script-src-elem',
  browser: 'chromium',
  blocked: 'https://lib.example',
  page: 'https://page.example/',
})

test.each<[title: string, original: string, candidate: string, outcome: string, dependsOn: readonly string[]]>([
  ['one that it admits', "script-src 'self'", 'script-src lib.example', 'allowed', []],
  ['one that it does not', "script-src 'self'", 'script-src cdn.example', 'blocked', []],
  // What was blocked may have been admitted by its path, and then have led elsewhere.
  [
    'one that a part of the host was admitted from',
    'script-src https://lib.example/js/',
    'script-src lib.example',
    'depends',
    ['redirect'],
  ],
  [
    '… beside a nonce, which it did not have',
    "script-src https://lib.example/js/ 'nonce-*'",
    'script-src lib.example',
    'depends',
    ['redirect'],
  ],
])('what a policy says to a script: %s', (_title, original, candidate, outcome, dependsOn) => {
  const policy = readPolicyText(candidate)
  const verdict = judgeGroup(policy === undefined ? [] : [policy], script, readPolicyText(original))
  expect(verdict).toMatchObject({ outcome, dependsOn })
})
