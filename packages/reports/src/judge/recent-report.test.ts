import { expect, test } from 'vitest'
import { CHROMIUM, violation } from './judge.test-kit.ts'
import { createJudge } from './judge.ts'
import { recentOf } from './recent-report.ts'

test.each<[sourceFile: string, redacted: string]>([
  ['https://user:secret@shop.example/assets/8812/app.js?secret#secret', 'https://shop.example/assets/:id/app.js'],
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/a.js', 'chrome-extension:'],
  ['moz-extension', 'moz-extension:'],
  ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', ''],
  ['f3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'other:'],
  ['', ''],
  ['not a file', ''],
])('%s', (sourceFile, redacted) => {
  const judge = createJudge({ policies: "img-src 'self'", origins: ['https://shop.example'] })
  const report = violation({ sourceFile, sample: 's'.repeat(2000), lineNumber: 3 })
  const group = judge.group(report, { userAgent: CHROMIUM })
  const recent = recentOf(report, group, 17)
  expect(recent).toEqual({ ...group, at: 17, sample: 's'.repeat(256), sourceFile: redacted, lineNumber: 3 })
})
