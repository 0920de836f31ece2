import { expect, test } from 'vitest'
import { BuildFindings } from './build-findings.ts'

test('nothing but good news is one line', () => {
  const findings = new BuildFindings()
  findings.sealed = 9
  findings.shells = 3
  findings.largest = 1234
  expect(findings.describe()).toBe('[sallyport] sealed 12 pages (3 shells), largest policy 1.2 kB')
  expect(findings.fails).toBe(false)
})

test('what a layout brings into every page is said once, with its first place', () => {
  const findings = new BuildFindings()
  findings.sealed = 3
  for (const path of ['/b', '/a', '/c']) findings.blocked(path, ['1:9 script "x": why', '2:1 script "x": why'], true)
  findings.blocked('/c', ['3:1 style "y": why'], false)
  expect(findings.describe().split('\n')).toEqual([
    '[sallyport] sealed 3 pages; 3 pages would break: /a /b /c',
    '  /b:2:1 and 2 more pages: script "x": why',
    '  /c:3:1: style "y": why',
  ])
  expect(findings.fails).toBe(true)
})

test('what blocks no script fails no build; what keeps pages from being sealed does', () => {
  const findings = new BuildFindings()
  findings.blocked('/', ['1:1 style "y": why'], false)
  expect(findings.fails).toBe(false)
  findings.problem('Next.js has changed.')
  findings.problem('Next.js has changed.')
  expect(findings.describe().split('\n')).toEqual([
    '[sallyport] sealed 0 pages',
    '  Next.js has changed.',
    '  /:1:1: style "y": why',
  ])
  expect(findings.fails).toBe(true)
})

test('a long list is cut', () => {
  const findings = new BuildFindings()
  for (let page = 10; page < 30; page++) findings.blocked(`/${page}`, [`1:1 script "${page}": why`], true)
  const lines = findings.describe().split('\n')
  expect(lines).toHaveLength(10)
  expect(lines[0]).toContain('/10 /11 /12 /13 /14 /15 /16 /17 … and 12 more (`sallyport next` lists all)')
})
