import { type Finding, showValue } from '../../finding.ts'
import { at, report } from '../../validate.ts'
import { DIRECTIVES } from '../directives.ts'
import {
  type DirectiveMap,
  findDisabling,
  findGovernor,
  isAddress,
  STRICT_DYNAMIC,
  UNSAFE_INLINE,
} from '../fallback.ts'
import type { CheckedChange } from './checked-change.ts'

/** Changes are carried out together, so what one sets no other may set differently, or remove. */
export function checkContradictions(changes: readonly CheckedChange[], findings: Finding[]): void {
  const seen: { readonly name: string; readonly change: CheckedChange; readonly text: string }[] = []
  for (const change of changes) {
    const wholes = change.remove.filter(({ words }) => words === null)
    for (const [verb, { name, words }] of [
      ...change.replace.map((entry) => ['replace', entry] as const),
      ...wholes.map((entry) => ['remove', entry] as const),
    ]) {
      const text = words === null ? 'nothing' : [...new Set(words)].sort().join(' ')
      const other = seen.find((one) => one.name === name && one.text !== text && overlaps(one.change, change))
      seen.push({ name, change, text })
      if (other === undefined) continue
      report(
        at(at({ path: change.path, findings }, verb), name),
        'conflicting-change',
        words,
        `${name} is set to ${showValue(text)} here and to ${showValue(other.text)} at ${other.change.path}.`,
        { fix: 'Keep one of the two; to allow what either allows, append.' },
      )
    }
  }
}

function overlaps(one: CheckedChange, other: CheckedChange): boolean {
  return one.to === 'all' || other.to === 'all' || one.to === other.to
}

// What a browser reads for inline content (CSP3 §6.8.2).
const INLINE: readonly string[] = ['script-src-elem', 'script-src-attr', 'style-src-elem', 'style-src-attr']

/** A change that switches off what was allowed, or on what was not, without naming it. */
export function checkSwitches(
  before: DirectiveMap,
  after: DirectiveMap,
  changes: readonly CheckedChange[],
  findings: Finding[],
): void {
  for (const name of INLINE) {
    const governor = findGovernor(after, name)
    if (governor === undefined || changes.some(({ replace }) => replace.some((entry) => entry.name === governor)))
      continue
    const old = before.get(findGovernor(before, name) ?? '') ?? []
    const words = after.get(governor) ?? []
    const isScript = name.startsWith('script-src')
    checkInline(governor, old, words, isScript, changes, findings)
    if (isScript) checkHosts(governor, old, words, changes, findings)
  }
}

function checkInline(
  name: string,
  old: readonly string[],
  words: readonly string[],
  isScript: boolean,
  changes: readonly CheckedChange[],
  findings: Finding[],
): void {
  if (!old.includes(UNSAFE_INLINE)) return
  const was = findDisabling(old, isScript)
  // What inherits from a list with a nonce goes without 'unsafe-inline'; unless that was asked for, it is as good as switched off.
  const isGone = !words.includes(UNSAFE_INLINE)
  if (isGone && (was !== undefined || changes.some(({ remove }) => names(remove, name, UNSAFE_INLINE)))) return
  const is = isGone ? findAppended(changes, name, isScript) : findDisabling(words, isScript)
  if (was === undefined && is !== undefined) {
    const change = changes.find(({ append }) => names(append, name, is))
    if (change === undefined || change.fallbacks) return
    reportOnce(findings, change, 'append', name, 'unsafe-inline-conflict', is, {
      message: `${showValue(is)} appended to ${name} makes browsers ignore 'unsafe-inline' there, which is in force.`,
      fix: `${dropInline(name)} too${keepingAttributes(name)}; write fallbacks: true to keep it for browsers that know no better.`,
    })
  } else if (was !== undefined && is === undefined) {
    const change = changes.find(({ remove }) => names(remove, name, was))
    if (change === undefined || changes.some(({ append }) => names(append, name, UNSAFE_INLINE))) return
    reportOnce(findings, change, 'remove', name, 'unsafe-inline-conflict', was, {
      message: `Without ${showValue(was)}, browsers heed 'unsafe-inline' in ${name}, which so far they ignore.`,
      fix: `${dropInline(name)} too; to allow all inline content, write replace.`,
    })
  }
}

function checkHosts(
  name: string,
  old: readonly string[],
  words: readonly string[],
  changes: readonly CheckedChange[],
  findings: Finding[],
): void {
  const isOn = words.includes(STRICT_DYNAMIC)
  const host = words.find((word) => isAddress(word) && old.includes(word))
  if (host !== undefined && old.includes(STRICT_DYNAMIC) && !isOn) {
    const change = changes.find(({ remove }) => names(remove, name, STRICT_DYNAMIC))
    if (change === undefined) return
    reportOnce(findings, change, 'remove', name, 'strict-dynamic-conflict', STRICT_DYNAMIC, {
      message: `Without 'strict-dynamic', browsers heed ${host} in ${name}, which so far they ignore, as they do all hosts.`,
      fix: 'Remove the hosts too; to let scripts in by host, write replace.',
    })
    return
  }
  if (old.includes(STRICT_DYNAMIC) || !isOn) return
  const change = changes.find(({ append }) => names(append, name, STRICT_DYNAMIC))
  if (host === undefined || change === undefined || change.fallbacks) return
  reportOnce(findings, change, 'append', name, 'strict-dynamic-conflict', STRICT_DYNAMIC, {
    message: `'strict-dynamic' appended to ${name} makes browsers ignore ${host} there, as they do all hosts.`,
    fix: `Write replace with a nonce or hashes, or fallbacks: true to keep the hosts for browsers that know no better.`,
  })
}

/** What is appended to a directive, or to what it inherits from, that makes browsers ignore `'unsafe-inline'`. */
function findAppended(changes: readonly CheckedChange[], name: string, isScript: boolean): string | undefined {
  const chain = chainOf(name)
  const appended = changes.flatMap(({ append }) => append.filter((entry) => chain.includes(entry.name)))
  return findDisabling(
    appended.flatMap(({ words }) => words),
    isScript,
  )
}

/** Whether one of the entries names the word, for the directive or for what it inherits from. */
function names(
  entries: readonly { readonly name: string; readonly words: readonly string[] | null }[],
  name: string,
  word: string,
): boolean {
  const chain = chainOf(name)
  return entries.some(({ name: each, words }) => chain.includes(each) && (words === null || words.includes(word)))
}

function chainOf(name: string): readonly string[] {
  return [name, ...(DIRECTIVES.get(name)?.fallback ?? [])]
}

function dropInline(name: string): string {
  return `Write remove: { '${name}': ["'unsafe-inline'"] }`
}

function keepingAttributes(name: string): string {
  const family = name.startsWith('style-src') ? 'style-src' : name.startsWith('script-src') ? 'script-src' : undefined
  return family === undefined ? '' : ` (and replace: { '${family}-attr': ["'unsafe-inline'"] } for attributes)`
}

/** Elements and attributes as a rule have one governor, and several policies one problem. */
function reportOnce(
  findings: Finding[],
  { path }: CheckedChange,
  verb: string,
  name: string,
  code: 'unsafe-inline-conflict' | 'strict-dynamic-conflict',
  value: string,
  { message, fix }: { readonly message: string; readonly fix: string },
): void {
  const place = at(at({ path, findings }, verb), name)
  if (findings.some((finding) => finding.code === code && finding.path === place.path)) return
  const see =
    code === 'unsafe-inline-conflict'
      ? 'https://w3c.github.io/webappsec-csp/#allow-all-inline'
      : 'https://w3c.github.io/webappsec-csp/#strict-dynamic-usage'
  report(place, code, value, message, { fix, see })
}
