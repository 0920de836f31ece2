import { expect, test } from 'vitest'
import { describeChanges } from './compare/describe-change.ts'
import { diff } from './compare/diff.ts'
import { subsumes } from './compare/subsumes.ts'
import { gradeCsp } from './lint/grade.ts'
import { matchRequest } from './match/request.ts'

// The comments of the README's code.
test('what the README of the repository says of two policies', () => {
  const before = "default-src 'self'; frame-ancestors 'none'"
  const after = "default-src 'self'; script-src 'self' https://*.cdn.example; frame-ancestors 'none'"
  expect([before, after].map((header) => gradeCsp([{ header }]))).toEqual(['strong', 'fair'])
  expect(subsumes(before, after)).toBe(false)
  const [change, ...others] = describeChanges(diff(before, after))
  expect(others).toEqual([])
  expect(change).toMatch(
    /^script-src-elem loosened: https:\/\/\*\.cdn\.example of script-src now allows the script https:\/\/any\.cdn\.example\/any /,
  )
  const script = { url: 'https://cdn.example/app.js', destination: 'script' }
  expect(
    matchRequest([{ header: after }], { url: 'https://app.example.com/' }, script, { profile: 'chromium' }),
  ).toMatchObject({
    outcome: 'blocked',
    directive: 'script-src',
    nearMisses: [{ source: { text: 'https://*.cdn.example' }, differs: 'apex' }],
  })
})
