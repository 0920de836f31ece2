import { expect, test } from 'vitest'
import { DIRECTIVES } from '../directives.ts'
import { KEYWORD_DIRECTIVES } from '../keywords.ts'
import { describeSupport, SUPPORT, supportSeverity } from './support.ts'

test('every row is of a directive or keyword that CSP has', () => {
  for (const feature of SUPPORT.keys()) {
    expect(DIRECTIVES.has(feature) || KEYWORD_DIRECTIVES.has(feature), feature).toBe(true)
  }
})

test('a row has a date exactly when every engine has the feature', () => {
  for (const { feature, chromium, firefox, safari, everywhereSince } of SUPPORT.values()) {
    const everywhere = chromium !== undefined && firefox !== undefined && safari !== undefined
    expect(everywhereSince !== undefined, feature).toBe(everywhere)
  }
})

const row = { feature: 'x', chromium: '1', firefox: undefined, safari: '3', without: 'does nothing' } as const

test.each([
  [undefined, 'protection', 'warning'],
  [undefined, 'function', 'info'],
  ['2026-02-24', 'protection', 'info'],
  ['2022-03-14', 'protection', undefined],
] as const)('everywhere since %s, with %s lost: %s', (everywhereSince, lost, severity) => {
  expect(supportSeverity({ ...row, everywhereSince, lost })).toBe(severity)
})

test('a row in words', () => {
  expect(describeSupport({ ...row, everywhereSince: undefined, lost: 'nothing' })).toBe(
    'Chrome 1, no Firefox, Safari 3',
  )
})
