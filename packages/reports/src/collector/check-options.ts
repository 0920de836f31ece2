import { type Finding, type FindingCode, nearestName, showValue } from '@sallyport/core'
import type { CollectorOptions } from './collector-options.ts'
import { DEFAULT_LIMITS, HIGHEST_LIMITS } from './limits.ts'

const SHORTEST_SECRET = 32

const SHORTEST_FLUSH = 10
const LONGEST_FLUSH = 3_600_000

type Report = (code: FindingCode, path: string, value: unknown, message: string, fix: string) => void
type Check = (value: unknown, path: string, report: Report) => void

/** Each option and what it has to be; undefined where the judge looks at it, or where there is nothing that it may not be. */
const CHECKS: Readonly<Record<keyof CollectorOptions, Check | undefined>> = {
  policies: undefined,
  origins: undefined,
  site: undefined,
  store: methods(['write', 'query', 'close'], "a store, such as openStore('sqlite:./reports.db')"),
  sinks: checkSinks,
  limits: checkLimits,
  secret: checkSecret,
  vouch: functionOf('a function of the request'),
  closed: booleanOrFunction,
  flushInterval: numberBetween(SHORTEST_FLUSH, LONGEST_FLUSH),
  development: checkBoolean,
  onReport: functionOf('a function of the report'),
  onViolation: functionOf('a function of the report'),
  onProblem: functionOf('a function of the problem'),
}

const NEEDED: readonly (keyof CollectorOptions)[] = ['policies', 'origins', 'store']

/** Everything that is wrong with the options, except what the judge looks at: policies, origins, site. */
export function checkOptions(options: unknown): readonly Finding[] {
  const findings: Finding[] = []
  const report: Report = (code, path, value, message, fix) => {
    // A secret is not for logs, even one that is too short.
    const shown = path === 'secret' && typeof value === 'string' ? '' : value
    findings.push(Object.freeze({ code, severity: 'error', path, value: shown, message, fix }))
  }
  if (!isRecord(options)) {
    reportType(report, '', options, `an object with ${NEEDED.join(', ')}`)
    return findings
  }
  checkKeys(options, CHECKS, '', report)
  for (const [name, check] of Object.entries(CHECKS)) {
    const value = options[name]
    const isNeeded = NEEDED.some((needed) => needed === name)
    if (value !== undefined || isNeeded) check?.(value, name, report)
  }
  return findings
}

function checkKeys(given: object, known: object, path: string, report: Report): void {
  const names = Object.keys(known)
  for (const key of Object.keys(given)) {
    if (names.includes(key)) continue
    const nearest = nearestName(key, names)
    const fix = nearest === undefined ? `Known here: ${names.join(', ')}.` : `Did you mean ${nearest}?`
    report('unknown-key', path === '' ? key : `${path}.${key}`, key, `${showValue(key)} is not an option.`, fix)
  }
}

function reportType(report: Report, path: string, value: unknown, expected: string): void {
  const isUnset = value === undefined || value === null || value === ''
  if (isUnset) {
    report(
      'unset-value',
      path,
      value,
      `The value is ${showValue(value)}, but ${expected} is needed.`,
      `Write ${expected}.`,
    )
  } else
    report(
      'invalid-type',
      path,
      value,
      `The value is ${kindOf(value)}, where ${expected} is needed.`,
      `Write ${expected}.`,
    )
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Promise) return 'a promise'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function methods(names: readonly string[], expected: string): Check {
  return (value, path, report) => {
    const isFit = isRecord(value) && names.every((name) => typeof value[name] === 'function')
    if (!isFit) reportType(report, path, value, `${expected}, with ${names.join(', ')}`)
  }
}

function checkSinks(value: unknown, path: string, report: Report): void {
  if (!Array.isArray(value)) {
    reportType(report, path, value, 'a list of sinks')
    return
  }
  const check = methods(['write', 'close'], 'a sink')
  value.forEach((sink: unknown, index) => {
    check(sink, `${path}[${index}]`, report)
  })
}

function checkLimits(value: unknown, path: string, report: Report): void {
  if (!isRecord(value)) {
    reportType(report, path, value, 'an object')
    return
  }
  checkKeys(value, DEFAULT_LIMITS, path, report)
  for (const [name, highest] of Object.entries(HIGHEST_LIMITS)) {
    if (value[name] !== undefined) numberBetween(1, highest)(value[name], `${path}.${name}`, report)
  }
}

function numberBetween(least: number, most: number): Check {
  const range = `a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`
  return (value, path, report) => {
    if (typeof value !== 'number') reportType(report, path, value, range)
    else if (!Number.isInteger(value) || value < least || value > most) {
      report('out-of-range', path, value, `${value} is not ${range}.`, `Write ${range}.`)
    }
  }
}

function checkSecret(value: unknown, path: string, report: Report): void {
  const fix = 'Draw one with crypto.randomBytes(32) and keep it where other secrets are; the same in all processes.'
  if (typeof value !== 'string' || value === '')
    reportType(report, path, value, `a text of at least ${SHORTEST_SECRET} characters`)
  else if (value.length < SHORTEST_SECRET) {
    const message = `The secret has ${value.length} characters, and at least ${SHORTEST_SECRET} are needed: whoever guesses it can tell which addresses sent reports.`
    report('out-of-range', path, value, message, fix)
  }
}

function functionOf(expected: string): Check {
  return (value, path, report) => {
    if (typeof value !== 'function') reportType(report, path, value, expected)
  }
}

function booleanOrFunction(value: unknown, path: string, report: Report): void {
  if (typeof value !== 'boolean' && typeof value !== 'function') {
    reportType(report, path, value, 'true, false, or a function that says which')
  }
}

function checkBoolean(value: unknown, path: string, report: Report): void {
  if (typeof value !== 'boolean') reportType(report, path, value, 'true or false')
}
