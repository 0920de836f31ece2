import { ConfigError, showValue } from '../finding.ts'
import { checkObject, type Place, report, reportType } from '../validate.ts'
import type { CspConfig, CspObject, CspSampleConfig } from './config.ts'
import { DIRECTIVES } from './directives.ts'
import { throwErrors } from './presets/options.ts'
import { isObject, readPolicy } from './read.ts'

/** `observe`: nothing is enforced yet. `candidate`: what is enforced stays, the next one is tried beside it. `enforce`: the next one is in force. */
export type RolloutStage = 'observe' | 'candidate' | 'enforce'

export interface RolloutOptions {
  readonly stage: RolloutStage
  /** The policy that is to be enforced in the end. */
  readonly next: CspConfig
  /** The policy that is enforced today. Needed for `candidate`, and sent in no other stage: a site that has one begins there, and not with `observe`. */
  readonly current?: CspConfig
  /** To how many sessions the policy on trial is sent. Default: to all. */
  readonly sample?: CspSampleConfig
}

/**
 * The policies of one stage on the way to a stricter one, for `csp:`. On trial a policy blocks nothing and reports what it would block; what browsers ignore then
 * (`sandbox`, `upgrade-insecure-requests`) is left out until it is enforced.
 *
 * ```ts
 * compile({ csp: rolloutCsp({ stage: 'observe', next: strictCsp({ mode: 'nonce' }) }), reporting: { endpoint: '/csp-reports' } })
 * ```
 *
 * @throws {ConfigError} for a mistake in a policy, an unknown stage or option, and `candidate` without `current`. The sample is checked by `compile`.
 */
export function rolloutCsp(options: RolloutOptions): readonly CspConfig[] {
  const findings: Place['findings'] = []
  const place: Place = { path: 'rolloutCsp', findings }
  const placeOf = (key: string): Place => ({ path: `rolloutCsp.${key}`, findings })
  if (checkObject(options, ['stage', 'next', 'current', 'sample'], place)) {
    if (!STAGES.includes(options.stage)) {
      const [observe, candidate, enforce] = STAGES.map((stage) => `'${stage}'`)
      reportType(placeOf('stage'), options.stage, `${observe}, ${candidate} or ${enforce}`)
    }
    // Of what is enforced today too: read now, a mistake in it does not wait for the stage that sends it.
    for (const key of ['next', 'current'] as const) {
      const config = options[key]
      if (config !== undefined || key === 'next') readPolicy(config, placeOf(key))
    }
    if (options.stage === 'candidate' && options.current === undefined) {
      const message = `${showValue('candidate')} keeps what is enforced today beside what is tried, and current is not given.`
      const fix = "Give the enforced policy as current; where there is none yet, write stage: 'observe'."
      report(placeOf('current'), 'unset-value', undefined, message, { fix })
    }
  }
  throwErrors(findings)
  const { stage, next, current, sample } = options
  if (stage === 'enforce') return [enforced(next)]
  return [
    ...(stage === 'candidate' && current !== undefined ? [enforced(current)] : []),
    tried(next, sample, placeOf('next')),
  ]
}

const STAGES: readonly string[] = ['observe', 'candidate', 'enforce'] satisfies readonly RolloutStage[]

function enforced(config: CspConfig): CspConfig {
  if (typeof config === 'string') return config
  const { reportOnly: _, sample: __, ...rest } = config
  return rest
}

function tried(config: CspConfig, sample: CspSampleConfig | undefined, place: Place): CspConfig {
  const { minify, directives } =
    typeof config === 'string' ? { minify: undefined, directives: directivesOf(config) } : config
  const heeded = Object.fromEntries(
    Object.entries(directives).filter(([name]) => DIRECTIVES.get(name)?.reportOnly !== false),
  )
  const onTrial: unknown = {
    directives: heeded,
    reportOnly: true,
    ...(sample === undefined ? {} : { sample }),
    ...(minify === undefined ? {} : { minify }),
  }
  if (Object.keys(heeded).length > 0 && isCspObject(onTrial)) return onTrial
  const message = 'Browsers ignore every directive of it on trial, so there is nothing to observe.'
  report(place, 'ignored-in-report-only', config, message, { fix: "Write stage: 'enforce'." })
  throw new ConfigError(place.findings)
}

function directivesOf(text: string): Readonly<Record<string, true | string | readonly string[]>> {
  const policy = readPolicy(text, { path: '', findings: [] })
  return Object.fromEntries(
    (policy?.directives ?? []).map(({ name, words }) => [name, settingOf(name, words)] as const),
  )
}

function settingOf(name: string, words: readonly string[]): true | string | readonly string[] {
  const [first] = words
  if (first === undefined) return true
  const grammar = DIRECTIVES.get(name)?.value
  return grammar === 'report-to' || grammar === 'webrtc' ? first : words
}

/** What was written has been checked; what is wrong with the sample, `compile` says. */
function isCspObject(value: unknown): value is CspObject {
  return isObject(value) && isObject(value.directives)
}
