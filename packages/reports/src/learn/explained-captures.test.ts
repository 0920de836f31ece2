import { readReports, readReportUrl, type Violation } from '@sallyport/core/report'
import { expect, test } from 'vitest'
import {
  CAPTURED_ENGINES,
  CAPTURED_ORIGINS,
  CAPTURED_POLICIES,
  type CapturedEngine,
  capturedPosts,
} from '../judge/captures.test-kit.ts'
import { createJudge } from '../judge/judge.ts'
import { explainGroup } from './explain-group.ts'
import { ADVICE } from './obstacles.ts'

/** What is to be done about what an engine has reported on a page of our own: once for each, without the page and the engine. */
function answersOf(engine: CapturedEngine): readonly string[] {
  const judge = createJudge({ policies: CAPTURED_POLICIES, origins: CAPTURED_ORIGINS })
  const texts = new Map(judge.policies().map(({ id, text }) => [id, text]))
  const violations = capturedPosts(engine).flatMap(({ url, body }) =>
    readReports(body, readReportUrl(url)).flatMap((report): readonly Violation[] =>
      report.kind === 'violation' ? [report.violation] : [],
    ),
  )
  const answers = violations.map((violation) => {
    const group = judge.group(violation, { userAgent: CAPTURED_ENGINES[engine] })
    const { change, advice } = explainGroup(group, texts.get(group.policy))
    const [obstacle] = Object.entries(ADVICE).find(([, text]) => text === advice) ?? []
    return `${group.directive} ${group.blocked}: ${change === undefined ? obstacle : `+ ${change.text}`}`
  })
  return [...new Set(answers)].sort()
}

/** What all of them have reported. The addresses with a redirect are the own ones, which the policy allows. */
const ALL: readonly string[] = [
  'frame-src https://evil.test:9443: + frame-src https://widget.test:9443 https://evil.test:9443',
  'img-src http://localhost:9080: redirect',
  'img-src https://app.test:9443: redirect',
  "img-src https://evil.test:9443: + img-src 'self' https://evil.test:9443",
  "script-src-elem https://evil.test:9443: + script-src 'self' 'report-sample' https://evil.test:9443",
  'script-src-elem inline: inline-script',
  'style-src-attr inline: style-attribute',
]
const HANDLER = 'script-src-attr inline: event-handler'
const EMBEDDER = 'frame-ancestors https://app.test:9443: + frame-ancestors https://app.test:9443'

test.each<[engine: CapturedEngine, others: readonly string[]]>([
  ['chromium-156', [HANDLER, 'frame-ancestors : embedder']],
  ['firefox-esr-153', [HANDLER, EMBEDDER]],
  ['webkitgtk-2.50', [EMBEDDER]],
])('what %s has reported is explained', (engine, others) => {
  expect(answersOf(engine)).toEqual([...ALL, ...others].sort())
})
