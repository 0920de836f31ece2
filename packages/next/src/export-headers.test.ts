import { describe, expect, test } from 'vitest'
import { blocksFor, carryByMeta } from './export-headers.ts'

const CSP = 'content-security-policy'

describe('a <meta>', () => {
  // HTML §4.2.5.3: frame-ancestors, report-uri, report-to and sandbox mean nothing there, and neither does a report-only policy.
  test.each<[title: string, headers: [string, string][], html: string, lost: string[]]>([
    ['nothing', [], '', []],
    ['a policy', [[CSP, "object-src 'none'"]], meta("object-src 'none'"), []],
    ['two policies', [[CSP, "object-src 'none', img-src *"]], meta("object-src 'none'") + meta('img-src *'), []],
    [
      'what it cannot carry',
      [[CSP, "img-src *; frame-ancestors 'self'; report-uri /r; sandbox allow-scripts"]],
      meta('img-src *'),
      ['frame-ancestors', 'report-uri', 'sandbox'],
    ],
    ['a policy of such alone', [[CSP, "frame-ancestors 'self'"]], '', ['frame-ancestors']],
    ['a report-only policy', [[`${CSP}-report-only`, 'img-src *']], '', ['report-only policies']],
    ['other headers', [['x-frame-options', 'DENY']], '', ['x-frame-options']],
  ])('%s', (_title, headers, html, lost) => expect(carryByMeta(headers)).toEqual({ html, lost }))

  function meta(content: string): string {
    return `<meta http-equiv="Content-Security-Policy" content="${content}">`
  }
})

describe('blocks', () => {
  const FRAMED = "frame-ancestors 'self'"
  const page = (path: string, ...headers: (readonly [string, string])[]) => ({ paths: [path, `${path}.html`], headers })

  test('what no <meta> carries is said for all paths, the 404 and /about.html among them', () => {
    const blocks = blocksFor(
      [page('/a', [CSP, `img-src a; ${FRAMED}`]), page('/b', [CSP, `img-src b; ${FRAMED}`])],
      '/x',
    )
    expect(blocks).toEqual([
      { path: '/x/*', headers: [[CSP, FRAMED]] },
      { path: '/a', headers: [[CSP, `img-src a; ${FRAMED}`]] },
      { path: '/b', headers: [[CSP, `img-src b; ${FRAMED}`]] },
    ])
  })

  test('a header that all paths have is not said again: joined, it would mean nothing', () => {
    const headers = [
      [CSP, 'img-src a'],
      ['x-frame-options', 'DENY'],
    ] as const
    expect(blocksFor([page('/a', ...headers)], '')).toEqual([
      { path: '/*', headers: [['x-frame-options', 'DENY']] },
      { path: '/a', headers: [[CSP, 'img-src a']] },
    ])
  })

  test('where pages differ in it, each says all for each of its paths', () => {
    const [one, other] = [page('/a', [CSP, FRAMED]), page('/b', [CSP, 'frame-ancestors *'])]
    expect(blocksFor([one, other], '').map(({ path }) => path)).toEqual(['/a', '/a.html', '/b', '/b.html'])
  })

  test('report-uri goes with what it reports', () => {
    const headers = [[CSP, `img-src a; ${FRAMED}; report-uri /r`]] as const
    expect(blocksFor([page('/a', ...headers)], '')[0]?.headers).toEqual([[CSP, `${FRAMED}; report-uri /r`]])
    expect(blocksFor([page('/a', [CSP, 'img-src a; report-uri /r'])], '').map(({ path }) => path)).toEqual(['/a'])
  })

  test('no policy, no block', () => expect(blocksFor([page('/a'), page('/b', [CSP, 'img-src b'])], '')).toHaveLength(1))
})
