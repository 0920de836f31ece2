import { type ReadReport, type ReportAddress, readReportUrl, type Violation } from '@sallyport/core/report'
import type { Group } from '../group.ts'
import { acceptReports, answerPreflight, type RefusalStatus, refuse } from './answers.ts'
import { Budgets } from './budgets.ts'
import { clientKey } from './client-key.ts'
import type { Client, CollectorLimits, CollectorOptions, RecentReport } from './collector-options.ts'
import { createDailyKeys, type DailyKeys, randomKey } from './daily-keys.ts'
import { withEmbedder } from './embedder.ts'
import { Flusher } from './flusher.ts'
import { Fold, type Sighting } from './fold.ts'
import { Counters, OUTCOME_OF_STANDING } from './health.ts'
import type { Intake } from './intake.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { callSafely, describeError, ProblemLog } from './problem-log.ts'
import { dropBody, readBody } from './read-body.ts'
import { readReport } from './reader.ts'
import { RecentRing } from './recent-ring.ts'
import { isOtherType } from './report-types.ts'
import { type SipKey, sipHash } from './siphash.ts'
import { looksLikeReports, splitBody } from './split-body.ts'
import { askVouch } from './vouching.ts'

const FLUSH_INTERVAL = 5_000
// A header is as long as the server lets it be.
const LONGEST_USER_AGENT = 512

/** Everything between a request and the store. */
export class Receiver {
  readonly counters: Counters = new Counters()
  readonly flusher: Flusher
  readonly fold: Fold
  readonly #options: CollectorOptions
  readonly #limits: CollectorLimits
  readonly #intake: Intake
  readonly #problems: ProblemLog
  readonly #budgets: Budgets
  readonly #keys: DailyKeys
  readonly #recent: RecentRing | undefined
  #seed: SipKey | undefined
  /** Of the last request: most are sent to the same address. */
  #address: { readonly url: string; readonly read: Partial<ReportAddress> } = { url: '', read: {} }
  #end: Promise<void> | undefined

  /** @param options Checked. */
  constructor(options: CollectorOptions, intake: Intake) {
    this.#options = options
    this.#intake = intake
    this.#limits = { ...DEFAULT_LIMITS, ...definedOf(options.limits) }
    this.#problems = new ProblemLog(options.onProblem)
    this.#budgets = new Budgets(this.#limits)
    this.#keys = createDailyKeys(options.secret)
    this.#recent = (options.development ?? isDevelopment()) ? new RecentRing() : undefined
    const { waitingGroups } = this.#limits
    this.fold = new Fold(this.#budgets, waitingGroups)
    const { store, sinks = [], flushInterval = FLUSH_INTERVAL } = options
    this.flusher = new Flusher(
      this.fold,
      { store, sinks, flushInterval, waitingGroups, policies: () => intake.policies() },
      { counters: this.counters, problems: this.#problems },
    )
  }

  get groupsWaiting(): number {
    return this.fold.waiting + this.flusher.inHand
  }

  recent(): readonly RecentReport[] {
    return this.#recent?.read() ?? []
  }

  async receive(request: Request, client: Client | undefined): Promise<Response> {
    try {
      return await this.#answer(request, client)
    } catch (error) {
      this.#problems.say('callback-failed', `A request could not be read: ${describeError(error)}.`, 'request')
      return this.#refuse(400)
    }
  }

  /** Once; who calls again waits with the first. */
  close(): Promise<void> {
    this.#end ??= this.flusher.close()
    return this.#end
  }

  async #answer(request: Request, client: Client | undefined): Promise<Response> {
    const { method } = request
    // A kill switch must be heard: a browser whose preflight fails never sees the 410.
    if (method === 'OPTIONS') return answerPreflight()
    const refused = this.#refusalOf(request)
    if (refused !== undefined) {
      dropBody(request)
      return this.#refuse(refused)
    }
    const read = await readBody(request, this.#limits)
    if ('refused' in read) return this.#refuse(read.refused)
    if (isOtherType(request.headers.get('content-type')) && !looksLikeReports(read.text)) return this.#refuse(415)
    return this.#take(read.text, request, client)
  }

  #refusalOf(request: Request): RefusalStatus | undefined {
    if (request.method !== 'POST') return 405
    if (this.#isClosed()) return 410
    // Not 410, which would make browsers forget the address: another process will be there.
    if (this.#end !== undefined) return 503
    // No browser compresses reports, and a small body may hold a large one.
    const encoding = request.headers.get('content-encoding')
    return encoding === null || encoding === '' || encoding.toLowerCase() === 'identity' ? undefined : 415
  }

  #isClosed(): boolean {
    const { closed = false } = this.#options
    if (typeof closed === 'boolean') return closed
    try {
      return closed() === true
    } catch (error) {
      this.#sayFailed('closed', error)
      return false
    }
  }

  async #take(text: string, request: Request, client: Client | undefined): Promise<Response> {
    const now = Date.now()
    const name = clientKey(client?.address)
    this.#seed ??= randomKey()
    const hash = sipHash(this.#seed, name)
    const { reports, malformed, beyond } = splitBody(text, this.#limits.reportsPerBody) ?? NO_JSON
    const total = reports.length + malformed + beyond
    const granted = this.#budgets.takeReports(hash, total, now)
    const address = this.#addressOf(request.url)
    const told = this.#read(granted < reports.length ? reports.slice(0, granted) : reports, address)
    const userAgent = (request.headers.get('user-agent') ?? '').slice(0, LONGEST_USER_AGENT)
    const read = told.map((report) => withEmbedder(report, request.headers, userAgent))
    const counted = read.length + Math.min(malformed, granted - read.length)
    const isVouchable = this.#options.vouch !== undefined && read.some(({ kind }) => kind === 'violation')
    const vouched = isVouchable ? await this.#askVouch(request) : undefined
    const key = this.#keys.at(now)
    const day = key instanceof Promise ? await key : key
    // From here on nothing waits: what is counted is folded before a flush, or a close, can come between.
    if (this.#end !== undefined) return this.#refuse(503)
    this.counters.count('malformed', counted - read.length)
    if (total > counted) this.#countOverBudget(total - counted, client)
    const sighting: Sighting = { at: now, day, client: name, clientHash: hash, vouched }
    for (const report of read) this.#count(report, sighting, userAgent)
    if (this.fold.waiting > 0) this.flusher.wake()
    return acceptReports()
  }

  #addressOf(url: string): Partial<ReportAddress> {
    if (url !== this.#address.url) this.#address = { url, read: readReportUrl(url) }
    return this.#address.read
  }

  #read(reports: readonly string[], address: Partial<ReportAddress>): readonly ReadReport[] {
    return reports.map((report) => readReport(report, address, this.#intake))
  }

  async #askVouch(request: Request): Promise<string | undefined> {
    const { vouch } = this.#options
    if (vouch === undefined) return undefined
    return askVouch(vouch, request, (error) => this.#sayFailed('vouch', error))
  }

  #count(report: ReadReport, sighting: Sighting, userAgent: string): void {
    switch (report.kind) {
      case 'violation':
        this.#countViolation(report, sighting, userAgent)
        break
      case 'hash':
        this.counters.count('hashes')
        this.#passOn('csp-hash', report.report)
        break
      case 'other':
        this.counters.count('otherTypes')
        this.#passOn(report.type, report.body)
        break
      case 'malformed':
        this.counters.count('malformed')
        break
    }
  }

  #countViolation(
    { violation, userAgent: own }: Extract<ReadReport, { kind: 'violation' }>,
    sighting: Sighting,
    userAgent: string,
  ): void {
    let group: ReturnType<Intake['group']>
    try {
      group = this.#intake.group(violation, { userAgent: own ?? userAgent })
    } catch (error) {
      // `site` may be a function of the app's.
      this.#sayFailed('site', error)
      this.counters.count('malformed')
      return
    }
    const result = this.fold.add(group, sighting, this.flusher.inHand)
    if (result === 'over-budget') {
      this.counters.count('overBudget')
      this.#problems.say('over-budget', NEW_GROUPS_USED_UP, 'groups')
      return
    }
    this.counters.count(OUTCOME_OF_STANDING[group.standing])
    if (result === 'lost') {
      this.counters.lost++
      this.#problems.say('lost', ROOM_USED_UP, 'The store')
    }
    this.#tell(violation, group)
  }

  #tell(violation: Violation, group: Group): void {
    const { onViolation } = this.#options
    if (this.#recent === undefined && onViolation === undefined) return
    const report = this.#intake.recentOf(violation, group)
    this.#recent?.add(report)
    if (onViolation === undefined) return
    // What a visitor's page says is for a developer's eyes alone.
    const told = this.#recent === undefined ? { ...report, sample: '' } : report
    callSafely(
      () => onViolation(told),
      (error) => this.#sayFailed('onViolation', error),
    )
  }

  #passOn(type: string, body: unknown): void {
    const { onReport } = this.#options
    if (onReport === undefined) return
    callSafely(
      () => onReport({ type, body }),
      (error) => this.#sayFailed('onReport', error),
    )
  }

  #countOverBudget(reports: number, client: Client | undefined): void {
    this.counters.count('overBudget', reports)
    const hint =
      client?.address === undefined ? ' No address came with the request, so that all clients share one budget.' : ''
    this.#problems.say(
      'over-budget',
      `A client sent more reports than its budget; those over it are only counted.${hint}`,
      'reports',
    )
  }

  #refuse(status: RefusalStatus): Response {
    this.counters.countRefusal(status)
    return refuse(status)
  }

  #sayFailed(option: string, error: unknown): void {
    this.#problems.say('callback-failed', `${option} failed: ${describeError(error)}.`, option)
  }
}

const NO_JSON = { reports: [], malformed: 1, beyond: 0 } as const

const NEW_GROUPS_USED_UP =
  'New kinds of reports came faster than limits.newGroups or limits.newGroupsPerClient allow; known ones are counted on, new ones wait for the next hour.'

const ROOM_USED_UP =
  'The store is down for so long that limits.waitingGroups is reached: reports of further groups are lost.'

/** Options that are undefined were left out. */
function definedOf(limits: Partial<CollectorLimits> = {}): Partial<CollectorLimits> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}

function isDevelopment(): boolean {
  return typeof process !== 'undefined' && process.env?.NODE_ENV === 'development'
}
