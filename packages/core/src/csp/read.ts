import { showValue } from '../finding.ts'
import { nearestName } from '../nearest.ts'
import { at, checkBoolean, type Place, report, reportType, type UnknownRecord } from '../validate.ts'
import { CHANGE_KEYS } from './change/change.ts'
import type { CheckedPolicy } from './checks.ts'
import { placeScriptSrcFirst } from './directive-order.ts'
import { DIRECTIVES, type DirectiveRow } from './directives.ts'
import { type DirectiveWords, parseDirectives } from './parse.ts'
import { readSample } from './sample.ts'
import { checkWords, readWords } from './values.ts'

/** Reads one configured policy, object or text, reporting every problem in it. Undefined when it is neither. */
export function readPolicy(config: unknown, place: Place): CheckedPolicy | undefined {
  if (typeof config === 'string' && config !== '') return readText(config, place)
  if (isObject(config)) return readObject(config, place)
  reportType(place, config, "a policy such as { directives: { 'default-src': [\"'self'\"] } }")
  return undefined
}

function readObject(config: UnknownRecord, place: Place): CheckedPolicy {
  const before = place.findings.length
  checkKeys(config, place)
  const here = at(place, 'directives')
  const given = config.directives
  const directives: DirectiveWords[] = []
  if (!Object.hasOwn(config, 'directives')) {
    // An unknown key is where they are, or a verb: then that has been said.
    if (place.findings.length === before) reportNoDirectives(here, config)
  } else if (!isObject(given)) {
    reportType(here, given, `directives by name, such as { 'default-src': ["'self'"] }`)
  } else if (Object.keys(given).length === 0) {
    report(here, 'unset-value', given, 'The policy has no directive.', {
      fix: 'Name one, or write csp: false for no policy.',
    })
  } else {
    for (const [name, value] of Object.entries(given)) {
      const directive = readDirective(name, value, at(here, name))
      if (directive) directives.push(directive)
    }
  }
  const reportOnly = readFlag(config, 'reportOnly', place)
  // An explicit undefined means "not given".
  const sample = config.sample === undefined ? undefined : readSample(config.sample, reportOnly, at(place, 'sample'))
  return {
    directives: placeScriptSrcFirst(directives),
    reportOnly,
    ...(readFlag(config, 'frameOptions', place) ? { frameOptions: true } : {}),
    ...(readFlag(config, 'minify', place) ? { minify: true } : {}),
    ...(sample === undefined ? {} : { sample }),
    placeOf: (name) => at(here, name),
  }
}

function reportNoDirectives(place: Place, config: UnknownRecord): void {
  report(place, 'unset-value', config, 'The policy has no directives.', {
    fix: `Write { directives: { 'default-src': ["'self'"] } }; or, to change the policy that is there, { append: { … } }.`,
  })
}

function readFlag(config: UnknownRecord, key: string, place: Place): boolean {
  const value = config[key]
  return Object.hasOwn(config, key) && checkBoolean(value, at(place, key)) && value
}

const KEYS: readonly string[] = ['directives', 'reportOnly', 'sample', 'frameOptions', 'minify']

function checkKeys(config: UnknownRecord, place: Place): void {
  for (const key of Object.keys(config)) {
    if (KEYS.includes(key)) continue
    const nearest = nearestName(key, [...KEYS, ...CHANGE_KEYS])
    const directive = nearestName(key, DIRECTIVES.keys())
    let fix = 'A policy has directives, reportOnly, sample, frameOptions and minify.'
    if (CHANGE_KEYS.includes(key)) fix = 'Write a whole policy, or a change without directives.'
    else if (nearest) fix = `Did you mean ${nearest}?`
    else if (directive) fix = `Write directives inside: { directives: { '${directive}': … } }.`
    report(at(place, key), 'unknown-key', key, `${showValue(key)} is not an option of a policy.`, { fix })
  }
}

/** Reads one directive by name and value; undefined when a problem was reported, or when `false` leaves it out. */
export function readDirective(name: string, value: unknown, place: Place): DirectiveWords | undefined {
  const row = findRow(name, place)
  const words = row && readWords(row, value, place)
  // A value that is no list is the whole value, not its first entry.
  const checked = words && checkWords(row, words, (index) => (Array.isArray(value) ? at(place, index) : place))
  return checked && { name, words: checked }
}

function readText(text: string, place: Place): CheckedPolicy {
  if (text.includes(',')) {
    const fix = 'Give several policies as a list of texts; in a URL write %2C.'
    report(place, 'invalid-source', text, `${showValue(text)} holds a comma, which starts another policy.`, { fix })
  }
  const directives = text.split(',').flatMap((policy) => readDirectives(policy, place))
  if (parseDirectives(text).length === 0) {
    report(place, 'unset-value', text, `The policy ${showValue(text)} has no directive.`, {
      fix: 'Write csp: false for no policy.',
    })
  }
  return { directives: placeScriptSrcFirst(directives), reportOnly: false, placeOf: () => place }
}

function readDirectives(policy: string, place: Place): readonly DirectiveWords[] {
  const directives: DirectiveWords[] = []
  const seen = new Set<string>()
  for (const { name, words } of parseDirectives(policy)) {
    if (seen.has(name)) {
      const message = `${name} stands twice in the policy, and browsers heed the first only.`
      report(place, 'duplicate-value', name, message, { fix: 'Merge the two.' })
      continue
    }
    seen.add(name)
    const row = findRow(name, place)
    const checked = row && checkWordCount(row, words, place) && checkWords(row, words, () => place)
    if (checked) directives.push({ name, words: checked })
  }
  return directives
}

function checkWordCount({ name, value, see }: DirectiveRow, words: readonly string[], place: Place): boolean {
  if (words.length === 0 && value !== 'none' && value !== 'sandbox') {
    const fix = value.endsWith('source-list')
      ? `Write ${name} 'none' to admit nothing.`
      : 'Give it a value, or leave it out.'
    report(place, 'unset-value', name, `${name} has no value.`, { fix, see })
    return false
  }
  if (words.length > 1 && (value === 'report-to' || value === 'webrtc')) {
    const given = words.join(' ')
    report(place, 'misplaced-value', given, `${name} takes one value, not ${showValue(given)}.`, {
      fix: 'Keep one.',
      see,
    })
    return false
  }
  return true
}

/** The row of a directive that browsers may heed; undefined after reporting that they do not. */
function findRow(name: string, place: Place): DirectiveRow | undefined {
  const row = DIRECTIVES.get(name)
  if (!row) {
    const nearest = nearestName(name, DIRECTIVES.keys())
    const fix = nearest
      ? `Did you mean ${nearest}?`
      : 'Directive names are lower-case words joined by hyphens, such as script-src.'
    const see = 'https://w3c.github.io/webappsec-csp/#csp-directives'
    report(place, 'unknown-directive', name, `CSP has no directive ${showValue(name)}.`, { fix, see })
    return undefined
  }
  if (row.status === 'current') return row
  const { instead, see, status } = row
  const severity = status === 'removed' ? 'error' : 'warning'
  const details = { severity, see, ...(instead === undefined ? {} : { fix: instead }) } as const
  report(place, 'deprecated-directive', name, `Browsers no longer implement ${name}.`, details)
  return status === 'removed' ? undefined : row
}

export function isObject(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
