import type { Finding } from '../finding.ts'
import { checkEndpoint } from '../report/endpoint.ts'
import { at, type Place, report } from '../validate.ts'
import { assembleCsp } from './assemble.ts'
import { applyChanges } from './change/apply-change.ts'
import { type CspChange, isChange } from './change/change.ts'
import type { CheckedChange } from './change/checked-change.ts'
import { readChange } from './change/read-change.ts'
import { type CheckedPolicy, checkPolicy } from './checks.ts'
import type { CspConfig } from './config.ts'
import { adviseOnFrameOptions } from './frame-options.ts'
import { adviseOnSize } from './header-size.ts'
import type { CompiledCsp } from './policy.ts'
import { type PolicyWords, sourceOf } from './policy-words.ts'
import { readPolicy } from './read.ts'
import type { CspReporting } from './reporting.ts'
import { checkSamples } from './sample.ts'

export interface CompileCspOptions {
  /** Where the configuration stands, for the findings: `csp`, `routes[2].csp`. Of several policies, or changes, each adds its index. */
  readonly path: string
  /** Where every policy reports to that names no place itself: an absolute URL or a path. */
  readonly reportUri?: string | undefined
  /** Every problem and every piece of advice is pushed here. */
  readonly findings: Finding[]
  /** What changes are made to where the list has no policy. Default: nothing, so that only `restrict` says something. */
  readonly base?: CompiledCsp | null
}

/**
 * Checks policies and cuts them into what a response needs: one header for all enforced ones, one for all report-only ones. Changes in
 * the list are made one after the other, after all policies.
 * Never throws on any configuration: problems go to `options.findings`, and when one of them is an error the result is null.
 *
 * @throws {TypeError} for anything but a list, and without findings to push to.
 */
export function compileCsp(
  configs: readonly (CspConfig | CspChange)[],
  compileOptions: CompileCspOptions,
): CompiledCsp | null {
  checkCall(configs, compileOptions)
  const { path, findings, base = null, ...options } = compileOptions
  const before = findings.length
  if (configs.length === 0) {
    report({ path, findings }, 'unset-value', configs, 'The list has no policy.', { fix: 'Write false for no policy.' })
  }
  const endpoint =
    options.reportUri === undefined
      ? undefined
      : checkEndpoint(options.reportUri, { path: 'reporting.endpoint', findings })
  const reporting = endpoint === undefined ? undefined : Object.freeze({ endpoint, secure: false })
  // JavaScript callers hand over whatever they like.
  const all: readonly unknown[] = configs
  const changes = all.filter(isChange)
  const given = all.filter((config) => !isChange(config))
  const placesOf = (some: readonly unknown[]) => (index: number) => ({
    path: some.length === 1 ? path : `${path}[${all.indexOf(some[index])}]`,
    findings,
  })
  const read = given.map((config, index) => ({ place: placesOf(given)(index), config }))
  const entries = read.flatMap(({ place, config }) =>
    readOne(config, reporting, place).map((policy) => ({ place, policy })),
  )
  checkSamples(entries.map(({ place, policy }) => [policy.sample, place]))
  const policies = entries.map(({ policy }) => policy)
  const checked = changes.map((change, index) => readChange(change, placesOf(changes)(index)))
  const failed = () => findings.slice(before).some(({ severity }) => severity === 'error')
  if (failed()) return null

  const below = given.length === 0 ? sourceOf(base) : { policies: policies.map(toWords), pending: [] }
  const changed = checked.reduce(
    (current, change) => changeAndCheck(current, change, reporting, findings),
    below.policies,
  )
  if (failed()) return null
  // Where this is not all: another registration may bring the policies.
  const pending = below.policies.length === 0 || below.pending.length > 0 ? [...below.pending, ...checked] : []
  const source = { policies: Object.freeze(changed), pending: Object.freeze(pending), reporting }
  const csp = assembleCsp(Object.freeze(source))
  adviseOnSize(csp.headers, source, { path, findings })
  if (given.length > 0) adviseOnFrameOptions(changed, { path, findings })
  return csp
}

// Without it, whatever is wrong would be lost.
function checkCall(configs: unknown, options: unknown): void {
  if (!Array.isArray(configs)) throw new TypeError('compileCsp takes a list of policies and changes.')
  if (typeof options === 'object' && options !== null && 'findings' in options && Array.isArray(options.findings))
    return
  throw new TypeError("compileCsp needs { path: 'csp', findings }, a list that it pushes what it finds to.")
}

function readOne(config: unknown, reporting: CspReporting | undefined, place: Place): readonly CheckedPolicy[] {
  const policy = readPolicy(config, place)
  // Without a directive there is nothing to enforce, and an empty header value would only puzzle.
  if (!policy || policy.directives.length === 0) return []
  checkPolicy(policy, reporting)
  return [policy]
}

/** What is kept for later: nothing of the place where it stood. */
function toWords({ placeOf: _, directives, ...rest }: CheckedPolicy): PolicyWords {
  return Object.freeze({ ...rest, directives: Object.freeze(directives) })
}

/** Makes one change, and looks at what has become of the directives it names. */
function changeAndCheck(
  policies: readonly PolicyWords[],
  change: CheckedChange,
  reporting: CspReporting | undefined,
  findings: Finding[],
): readonly PolicyWords[] {
  const changed = applyChanges(policies, [change], { findings, advises: true, reporting })
  const verbs = [
    ...change.remove.map(({ name }) => [name, 'remove'] as const),
    ...change.replace.map(({ name }) => [name, 'replace'] as const),
    ...change.append.map(({ name }) => [name, 'append'] as const),
    ...change.restrict.map(({ name }) => [name, 'restrict'] as const),
  ]
  const advice: Finding[] = []
  const places = new Map(
    verbs.map(([name, verb]) => [name, at(at({ path: change.path, findings: advice }, verb), name)]),
  )
  const nowhere: Place = { path: '', findings: [] }
  for (const policy of changed) {
    if (policies.includes(policy)) continue
    checkPolicy({ ...policy, placeOf: (name) => places.get(name) ?? nowhere }, reporting)
  }
  for (const finding of advice) {
    const isKnown = findings.some(
      ({ code, path, value }) => code === finding.code && path === finding.path && value === finding.value,
    )
    // It says itself that this is meant.
    if (!isKnown && !(change.fallbacks && finding.code === 'unsafe-inline-disabled')) findings.push(finding)
  }
  return changed
}
