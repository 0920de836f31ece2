import type { ReadReport, ReportAddress, Violation } from '@sallyport/core/report'
import type { FoldedGroup, Group, Standing } from '../group.ts'
import type { QueryResult, ReportStore, WriteBatch } from '../store.ts'
import { type Assembled, assemble } from './assemble.ts'
import type { CollectorOptions, CollectorProblem } from './collector-options.ts'
import type { Intake } from './intake.ts'

// A collector whose reports are a line each: what becomes of them is told, not found out. The real parts have tests of their own.

const PAGE = 'https://shop.example/'

/** A report as the fake intake reads it. */
export function reportOf(blocked: string, more: { readonly page?: string; readonly standing?: Standing } = {}): string {
  return JSON.stringify({ blocked, page: more.page ?? PAGE, standing: more.standing ?? 'consistent' })
}

const fakeIntake: Intake = {
  readReports(body: unknown, { disposition }: Partial<ReportAddress>): readonly ReadReport[] {
    if (typeof body !== 'object' || body === null) return [{ kind: 'malformed' }]
    if ('hash' in body) {
      const report = {
        documentUrl: PAGE,
        subresourceUrl: PAGE,
        hash: 'sha256-',
        type: 'subresource',
        destination: 'script',
      }
      return [{ kind: 'hash', report }]
    }
    if ('type' in body && typeof body.type === 'string') return [{ kind: 'other', type: body.type, body }]
    if (!('blocked' in body) || typeof body.blocked !== 'string') return [{ kind: 'malformed' }]
    const page = 'page' in body && typeof body.page === 'string' ? body.page : PAGE
    const standing = 'standing' in body && typeof body.standing === 'string' ? body.standing : 'consistent'
    return [{ kind: 'violation', violation: violationOf(body.blocked, page, standing, disposition ?? 'enforce') }]
  },
  group: groupOf,
  policies: () => [{ site: 'default', id: '0123456789abcdef', text: "img-src 'self'", from: 0, to: 0 }],
  recentOf: (violation, group) => ({ ...group, at: 0, sample: violation.sample, sourceFile: '', lineNumber: 0 }),
}

function violationOf(
  blockedUrl: string,
  documentUrl: string,
  standing: string,
  disposition: Violation['disposition'],
): Violation {
  return {
    documentUrl,
    referrer: '',
    blockedUrl,
    effectiveDirective: 'img-src',
    originalPolicy: standing,
    disposition,
    statusCode: 200,
    sample: '',
    sourceFile: '',
    lineNumber: 0,
    columnNumber: 0,
  }
}

const STANDINGS: readonly Standing[] = ['consistent', 'unknown-policy', 'inconsistent', 'foreign']

function groupOf({ blockedUrl, documentUrl, effectiveDirective, originalPolicy, disposition }: Violation): Group {
  if (blockedUrl === 'throw') throw new Error('cannot judge')
  return {
    site: 'default',
    policy: '0123456789abcdef',
    disposition,
    directive: effectiveDirective,
    blocked: blockedUrl,
    page: documentUrl,
    browser: 'other',
    standing: STANDINGS.find((standing) => standing === originalPolicy) ?? 'consistent',
    noise: null,
  }
}

/** A store that adds up, and can be down: `answers` says what each write is met with, and the last one holds. */
export class FakeStore implements ReportStore {
  readonly batches: WriteBatch[] = []
  /** Each write that was tried, by batch. */
  readonly offered: string[] = []
  isClosed = false
  /**
   * - `ok`
   * - `fails`: takes nothing.
   * - `forgets`: takes it, and says that it did not.
   * - `hangs`
   */
  answer: 'ok' | 'fails' | 'forgets' | 'hangs' = 'ok'

  async write(batch: WriteBatch): Promise<void> {
    this.offered.push(batch.id)
    const { answer } = this
    if (answer === 'hangs') return new Promise(() => {})
    if (answer === 'fails') throw new Error('the store is down')
    if (!this.batches.some(({ id }) => id === batch.id)) this.batches.push(structuredClone(batch))
    if (answer === 'forgets') throw new Error('the connection broke')
  }

  async query(): Promise<QueryResult> {
    return { groups: [], total: 0, policies: [] }
  }

  async close(): Promise<void> {
    this.isClosed = true
  }

  get groups(): readonly FoldedGroup[] {
    return this.batches.flatMap(({ groups }) => groups)
  }

  /** Counts by what was blocked, over pages and hours. */
  get counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const { blocked, count } of this.groups) counts[blocked] = (counts[blocked] ?? 0) + count
    return counts
  }
}

export interface TestCollector extends Assembled {
  readonly store: FakeStore
  readonly problems: readonly CollectorProblem[]
  /** Posts a body from an address. */
  post(
    body: string | Uint8Array<ArrayBuffer> | ReadableStream | null,
    more?: { readonly headers?: Readonly<Record<string, string>>; readonly address?: string },
  ): Promise<Response>
}

export function testCollector(options: Partial<CollectorOptions> = {}, intake: Intake = fakeIntake): TestCollector {
  const store = new FakeStore()
  const problems: CollectorProblem[] = []
  const assembled = assemble(
    {
      policies: "img-src 'self'",
      origins: ['https://shop.example'],
      store,
      onProblem: (problem) => problems.push(problem),
      ...options,
    },
    intake,
  )
  const post: TestCollector['post'] = (body, { headers = {}, address = '192.0.2.1' } = {}) => {
    const isStream = body instanceof ReadableStream
    const request = new Request('https://shop.example/csp-reports', {
      method: 'POST',
      headers,
      body,
      ...(isStream ? { duplex: 'half' as const } : {}),
    })
    return assembled.collector(request, { address })
  }
  return { ...assembled, store, problems, post }
}

/** What {@link Health} promises. */
export function outcomesOf({ collector }: Assembled): number {
  const { consistent, foreign, unknownPolicy, inconsistent, hashes, otherTypes, malformed, overBudget } =
    collector.health()
  return consistent + foreign + unknownPolicy + inconsistent + hashes + otherTypes + malformed + overBudget
}
