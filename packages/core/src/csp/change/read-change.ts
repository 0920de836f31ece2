import { showValue } from '../../finding.ts'
import { at, checkBoolean, checkObject, type Place, report, reportType, type UnknownRecord } from '../../validate.ts'
import { placeScriptSrcFirst } from '../directive-order.ts'
import { DIRECTIVES, type ValueGrammar } from '../directives.ts'
import type { DirectiveWords } from '../parse.ts'
import { isObject, readDirective } from '../read.ts'
import { CHANGE_KEYS } from './change.ts'
import type { CheckedChange, Removal, Replacement } from './checked-change.ts'

/** Reads a change, reporting every problem in it. What is wrong is left out of the result. Never throws. */
export function readChange(given: unknown, place: Place): CheckedChange {
  const config: UnknownRecord = checkObject(given, CHANGE_KEYS, place) ? given : {}
  const has = (key: string): boolean => Object.hasOwn(config, key)
  const to = has('to') ? config.to : 'all'
  if (to !== 'all' && to !== 'enforced' && to !== 'report-only') {
    reportType(at(place, 'to'), to, "'all', 'enforced' or 'report-only'")
  }
  const fallbacks = has('fallbacks') && checkBoolean(config.fallbacks, at(place, 'fallbacks')) && config.fallbacks
  return Object.freeze({
    path: place.path,
    replace: readEach(config, 'replace', place, readReplacement),
    remove: readEach(config, 'remove', place, readRemoval),
    append: readEach(config, 'append', place, (name, value, here) => readList(name, value, here)),
    restrict: placeScriptSrcFirst(readEach(config, 'restrict', place, readDirective)),
    to: to === 'enforced' || to === 'report-only' ? to : 'all',
    fallbacks,
  })
}

function readEach<T>(
  config: UnknownRecord,
  verb: string,
  place: Place,
  read: (name: string, value: unknown, place: Place) => T | undefined,
): readonly T[] {
  if (!Object.hasOwn(config, verb)) return []
  const here = at(place, verb)
  const given = config[verb]
  if (!isObject(given)) {
    const example = verb === 'remove' ? "{ 'img-src': true }" : `{ 'img-src': ["https://a.example"] }`
    reportType(here, given, `directives by name, such as ${example}`)
    return []
  }
  const all: T[] = []
  for (const [name, value] of Object.entries(given)) {
    if (name === 'directives' && isObject(value)) {
      report(at(here, name), 'unknown-key', name, `${verb} takes the directives themselves, not a policy.`, {
        fix: `Write ${verb}: { '${Object.keys(value)[0] ?? 'img-src'}': … }.`,
      })
      continue
    }
    const one = read(name, value, at(here, name))
    if (one !== undefined) all.push(Object.freeze(one))
  }
  return Object.freeze(all)
}

function readReplacement(name: string, value: unknown, place: Place): Replacement | undefined {
  const before = place.findings.length
  const directive = readDirective(name, value, place)
  if (directive !== undefined) return directive
  // Refused without a word: it says itself that it is to be left out.
  return place.findings.length === before ? { name, words: null } : undefined
}

function readRemoval(name: string, value: unknown, place: Place): Removal | undefined {
  // Not by readDirective, which takes `true` for a value of some.
  if (value !== true) return readList(name, value, place, 'a list, or true for the whole directive,')
  if (DIRECTIVES.has(name)) return { name, words: null }
  readDirective(name, value, place)
  return undefined
}

const GROWING: readonly ValueGrammar[] = [
  'source-list',
  'ancestor-source-list',
  'sandbox',
  'report-uri',
  'trusted-types',
]

/** A list that can grow and shrink by its words. */
function readList(name: string, value: unknown, place: Place, expected = 'a list'): DirectiveWords | undefined {
  const row = DIRECTIVES.get(name)
  if (row !== undefined && !GROWING.includes(row.value)) {
    report(place, 'misplaced-value', value, `${name} has no list that could grow or shrink.`, {
      fix: `Set it as a whole: replace: { '${name}': … }.`,
      see: row.see,
    })
    return undefined
  }
  if (typeof value === 'boolean') {
    reportType(place, value, expected)
    return undefined
  }
  const directive = readDirective(name, value, place)
  if (directive?.words.includes("'none'") !== true) return directive
  report(
    place,
    'none-with-others',
    "'none'",
    `${showValue("'none'")} in ${name} is no source, but a list without any.`,
    {
      fix: `To admit nothing, write replace: { '${name}': ["'none'"] }, or restrict.`,
      see: row?.see ?? '',
    },
  )
  return undefined
}
