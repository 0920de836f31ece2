import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createReportsPage } from '../page/reports-page.ts'
import type { WriteBatch } from '../store.ts'
import { sqliteStore } from '../stores/sqlite.ts'
import { createCollector } from './collector.ts'
import type { CollectorProblem } from './collector-options.ts'
import { healthText } from './health.ts'

const POLICY = "default-src 'self'; script-src 'self' 'nonce-abc'"

// Each stands in a place of its own, so that a failure says which.
const SECRETS = {
  query: 'QUERYSECRET',
  fragment: 'FRAGMENTSECRET',
  user: 'USERSECRET',
  password: 'PASSWORDSECRET',
  token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJTRUNSRVQifQ.TOKENSECRET123456',
  mail: 'anna.secret@mail.example',
  number: '4929123456781234',
  uuid: '5ec2e7a0-1234-4abc-9def-0123456789ab',
  referrer: 'REFERRERSECRET',
  sample: 'SAMPLESECRET',
  source: 'SOURCESECRET',
  nonce: 'NONCESECRET',
  reportUri: 'REPORTURISECRET',
  cookie: 'COOKIESECRET',
  address: '203.0.113.77',
  vouched: 'VOUCHEDSECRET',
  userAgent: 'AGENTSECRET',
  extension: 'abcdefghijklmnopabcdefghijklmnop',
  extra: 'EXTRASECRET',
  elsewhere: 'ELSEWHERESECRET',
} as const

const { user, password, query, fragment, token, mail, number, uuid } = SECRETS
const SUFFIX = `?q=${query}#${fragment}`
const USER = `${user}:${password}@`

const PAGES = [
  `https://${USER}shop.example/account${SUFFIX}`,
  `https://shop.example/reset/${token}${SUFFIX}`,
  `https://shop.example/users/${mail}/orders/${number}`,
  `https://shop.example/users/${encodeURIComponent(mail)}/files/${uuid}`,
  `https://${USER}elsewhere.example/${SECRETS.elsewhere}${SUFFIX}`,
  `data:text/html,${SECRETS.elsewhere}`,
  `about:blank#${fragment}`,
]

const BLOCKED = [
  `https://${USER}cdn.example/${token}/x.js${SUFFIX}`,
  `https://cdn.example/users/${mail}${SUFFIX}`,
  `chrome-extension://${SECRETS.extension}/inject.js`,
  `data:text/plain,${SECRETS.elsewhere}`,
  `blob:https://shop.example/${uuid}`,
  `javascript:${SECRETS.elsewhere}`,
  'inline',
  '',
]

function reportsOf(page: string, blocked: string): readonly object[] {
  const policy = `${POLICY.replace('abc', SECRETS.nonce)}; report-uri /csp?key=${SECRETS.reportUri}`
  const referrer = `https://from.example/${SECRETS.referrer}`
  const source = `https://${USER}shop.example/${SECRETS.source}.js${SUFFIX}`
  return [
    {
      'csp-report': {
        'document-uri': page,
        referrer,
        'violated-directive': 'script-src-elem',
        'effective-directive': 'script-src-elem',
        'original-policy': policy,
        disposition: 'enforce',
        'blocked-uri': blocked,
        'source-file': source,
        'status-code': 200,
        'script-sample': SECRETS.sample,
        [SECRETS.extra]: SECRETS.extra,
      },
    },
    {
      type: 'csp-violation',
      age: 1,
      url: page,
      user_agent: SECRETS.userAgent,
      body: {
        documentURL: page,
        referrer,
        effectiveDirective: 'img-src',
        // One that was not served.
        originalPolicy: `${policy}; img-src https://${SECRETS.extra}.example`,
        disposition: 'report',
        blockedURL: blocked,
        sourceFile: source,
        statusCode: 200,
        sample: SECRETS.sample,
        [SECRETS.extra]: SECRETS.extra,
      },
    },
  ]
}

test('of what is planted in reports, cookies and addresses, nothing is in a store, a sink, a page, a log or a counter', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-secrets-'))
  const store = sqliteStore(join(folder, 'reports.db'))
  const problems: CollectorProblem[] = []
  const batches: WriteBatch[] = []
  const collector = createCollector({
    policies: POLICY,
    origins: ['https://shop.example'],
    store,
    sinks: [{ write: async (batch) => void batches.push(batch), close: async () => {} }],
    vouch: () => SECRETS.vouched,
    onProblem: (problem) => problems.push(problem),
    limits: { reportsPerClient: 60 },
  })
  const reports = PAGES.flatMap((page) => BLOCKED.flatMap((blocked) => reportsOf(page, blocked)))
  for (const report of reports) {
    const request = new Request(`https://shop.example/csp?key=${SECRETS.query}`, {
      method: 'POST',
      body: JSON.stringify(report),
      headers: { cookie: `session=${SECRETS.cookie}`, 'user-agent': SECRETS.userAgent },
    })
    expect((await collector(request, { address: SECRETS.address })).status).toBe(204)
  }
  await collector.flush()
  const { groups, policies } = await store.query()
  expect(groups.length).toBeGreaterThan(5)
  const page = createReportsPage({ store, collector, authorize: () => true })
  const pages = groups.map(async ({ fingerprint, standing }) => {
    const query = `format=json&range=30d&noise=show&limit=500&standing=${standing}&group=${fingerprint}`
    return (await page(new Request(`https://shop.example/reports?${query}`))).text()
  })
  const shown = await Promise.all(pages)
  for (const text of shown) expect(text).toContain('"detail":{')
  await collector.close()
  const health = collector.health()
  expect(health.overBudget).toBeGreaterThan(0)
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
  const written = {
    groups,
    policies,
    batches,
    problems,
    health,
    text: healthText(health),
    recent: collector.recent(),
    shown,
    files,
  }
  for (const [place, value] of Object.entries(written)) {
    const text = JSON.stringify(value).toLowerCase()
    const found = Object.entries(SECRETS).filter(([, secret]) => text.includes(secret.toLowerCase()))
    expect(found, `in ${place}`).toEqual([])
  }
})
