import { readReports, readReportUrl } from '@sallyport/core/report'
import { describe, expect, test } from 'vitest'
import {
  CAPTURED_ENGINES,
  CAPTURED_ORIGINS,
  CAPTURED_POLICIES,
  type CapturedEngine,
  capturedPosts,
} from './captures.test-kit.ts'
import { createJudge } from './judge.ts'

const ENGINES: readonly (readonly [CapturedEngine, family: string])[] = [
  ['chromium-156', 'chromium'],
  ['firefox-esr-153', 'firefox'],
  ['webkitgtk-2.50', 'webkit'],
]

describe.each(ENGINES)('%s', (engine, browser) => {
  const posts = capturedPosts(engine)
  const reports = posts.flatMap(({ url, body, scenario }) =>
    readReports(body, readReportUrl(url)).map((report) => ({ scenario, report })),
  )

  // Written anew by `vitest --update`.
  test('all of it is read, and comes out as it did', async () => {
    expect(reports.filter(({ report }) => report.kind !== 'violation')).toEqual([])
    await expect(`${JSON.stringify(reports, null, 2)}\n`).toMatchFileSnapshot(
      `../../test/captures/${engine}.golden.json`,
    )
  })

  test('all of it is consistent with the policy that was served, and none of it noise', () => {
    const judge = createJudge({ policies: CAPTURED_POLICIES, origins: CAPTURED_ORIGINS })
    for (const { scenario, report } of reports) {
      if (report.kind !== 'violation') continue
      const group = judge.group(report.violation, { userAgent: report.userAgent ?? CAPTURED_ENGINES[engine] })
      const told = `${scenario}: ${report.violation.effectiveDirective} ${report.violation.blockedUrl}`
      expect(group, told).toMatchObject({ standing: 'consistent', noise: null, browser })
      expect(JSON.stringify(group), told).not.toContain('SECRET')
    }
  })

  test('under another policy none of it is', () => {
    const judge = createJudge({ policies: "default-src 'self'", origins: CAPTURED_ORIGINS })
    const standings = reports.map(({ report }) =>
      report.kind === 'violation'
        ? judge.group(report.violation, { userAgent: CAPTURED_ENGINES[engine] }).standing
        : '',
    )
    expect(new Set(standings)).toEqual(new Set(['unknown-policy']))
  })
})
