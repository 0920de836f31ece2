import { ConfigError, type Finding, isPolicy, type PolicyHandle, printable } from '@sallyport/core'
import { DIRECTIVES, parseCsp } from '@sallyport/core/csp'
import { compilePageOrigins, type PageOrigins } from '@sallyport/core/report'
import type { CollectorOptions } from '../collector/collector-options.ts'
import type { PolicyOrigin } from './policy-ledger.ts'

export type JudgeOptions = Pick<CollectorOptions, 'policies' | 'origins' | 'site'>

export interface CheckedJudgeOptions {
  readonly policies: readonly PolicyOrigin[]
  readonly origins: PageOrigins
  readonly site: string | ((pageOrigin: string) => string)
}

/** @throws {ConfigError} with all that is wrong. */
export function checkJudgeOptions(options: JudgeOptions): CheckedJudgeOptions {
  const findings: Finding[] = []
  const policies = checkPolicies(options.policies, findings)
  const origins = compilePageOrigins(options.origins, 'origins')
  findings.push(...origins.findings)
  const site = checkSite(options.site, findings)
  if (findings.length > 0) throw new ConfigError(findings)
  return { policies, origins, site }
}

function checkPolicies(value: unknown, findings: Finding[]): readonly PolicyOrigin[] {
  if (!Array.isArray(value)) return checkPolicy(value, 'policies', findings)
  if (value.length === 0)
    findings.push(unset('policies', value, 'The list is empty, so that every report would be of an unknown policy.'))
  return value.flatMap((item: unknown, index) => checkPolicy(item, `policies[${index}]`, findings))
}

const POLICY_FIX = 'Give what the app itself is given: compile(config), createHandle(config), or the text of a policy.'

function checkPolicy(value: unknown, path: string, findings: Finding[]): readonly PolicyOrigin[] {
  if (value === undefined || value === null || value === '') {
    findings.push(unset(path, value, `The value is ${show(value)}, but a policy is needed.`))
    return []
  }
  if (typeof value === 'string') {
    if (parseCsp(value).some(({ directives }) => directives.some(({ name }) => DIRECTIVES.has(name)))) return [value]
    const message = `${show(value)} has no directive that CSP knows.`
    findings.push({
      code: 'unknown-directive',
      severity: 'error',
      path,
      value,
      message,
      fix: 'Write a policy such as "default-src \'self\'".',
    })
    return []
  }
  if (typeof value === 'object') {
    if (isPolicy(value)) return [value]
    if (isHandle(value)) return [value]
  }
  const message = `${show(value)} is no policy that was compiled.`
  findings.push({ code: 'invalid-type', severity: 'error', path, value, message, fix: POLICY_FIX })
  return []
}

function isHandle(value: object): value is PolicyHandle {
  if (!('update' in value && 'current' in value)) return false
  const { current } = value
  return typeof current === 'object' && current !== null && isPolicy(current)
}

function checkSite(value: unknown, findings: Finding[]): CheckedJudgeOptions['site'] {
  if (value === undefined) return 'default'
  if (isSiteFunction(value)) return value
  if (typeof value === 'string' && value !== '') return value
  const message = `${show(value)} is no name of a site.`
  const fix = 'Write a name, a function of the page’s origin that gives one, or leave it out.'
  findings.push({
    code: value === '' || value === null ? 'unset-value' : 'invalid-type',
    severity: 'error',
    path: 'site',
    value,
    message,
    fix,
  })
  return 'default'
}

function isSiteFunction(value: unknown): value is (pageOrigin: string) => string {
  return typeof value === 'function'
}

function unset(path: string, value: unknown, message: string): Finding {
  return { code: 'unset-value', severity: 'error', path, value, message, fix: POLICY_FIX }
}

function show(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (typeof value === 'function') return 'a function'
  try {
    return printable(JSON.stringify(value) ?? String(value), 120)
  } catch {
    return 'an object that refers to itself'
  }
}
