import { expect, test } from 'vitest'
import { lintText } from './lint.test-kit.ts'

// CSP3 §6.4.2.2: an enforced frame-ancestors makes browsers ignore X-Frame-Options.
test.each<[options: string | undefined, policy: string, severity: string | undefined]>([
  ['DENY', "frame-ancestors 'none'", undefined],
  ['deny ', 'frame-ancestors', undefined],
  ['SAMEORIGIN', "frame-ancestors 'self'", undefined],
  [undefined, "frame-ancestors 'self'", undefined],
  ['DENY', "default-src 'self'", undefined],
  ['SAMEORIGIN', "frame-ancestors 'none'", 'warning'],
  ['DENY', "frame-ancestors 'self'", 'warning'],
  ['SAMEORIGIN', "frame-ancestors 'self' https://a.test", 'info'],
  ['ALLOW-FROM https://a.test', 'frame-ancestors https://a.test', 'info'],
  ['ALLOWALL', "frame-ancestors 'self'", 'warning'],
])('X-Frame-Options: %s beside %s: %s', (options, header, severity) => {
  const found = lintText(header, { headers: { 'X-Frame-Options': options } })
  const conflicts = found.filter(({ code }) => code === 'frame-options-conflict')
  expect(conflicts.map((finding) => finding.severity)).toEqual(severity === undefined ? [] : [severity])
  for (const { value, directive } of conflicts) expect([value, directive]).toEqual([options?.trim(), 'frame-ancestors'])
})

test('a report-only frame-ancestors leaves X-Frame-Options in force', () => {
  const found = lintText("frame-ancestors 'none'", {
    headers: { 'x-frame-options': 'SAMEORIGIN' },
    disposition: 'report',
  })
  expect(found.map(({ code }) => code)).not.toContain('frame-options-conflict')
})
