import { DIRECTIVES } from '../directives.ts'
import { NONCE } from '../keywords.ts'
import { directivesOf } from '../match/source-list.ts'
import { lowerAscii, type ParsedPolicy } from '../parse.ts'
import { parseSourceExpression } from '../source-expression.ts'
import { AS_WRITTEN } from './arrival.ts'
import { intersect, meetSandboxes } from './intersect.ts'
import { meetLists } from './meet-lists.ts'
import { type PageOrigin, readPageOrigin } from './page-origin.ts'
import { type PolicyListInput, readEnforced } from './policy-list.ts'
import { type WrittenDirective, writePolicy } from './policy-text.ts'
import { readUrlSource, type UrlSource, urlSourceKey } from './source-list.ts'
import { type SubsumesOptions, subsumes } from './subsumes.ts'
import { meetUrlSources } from './url-source.ts'

/**
 * One policy that allows exactly what `one` and `other` both allow, in every reading of the standard, or undefined where none was found: often
 * there is none, as of `'unsafe-inline'` and a nonce. {@link intersect} always has an answer. `''` when nothing is restricted. `report-uri` has
 * the addresses of all, `report-to` the first name.
 */
export function intersectToOne(
  one: PolicyListInput,
  other: PolicyListInput,
  options: Pick<SubsumesOptions, 'page'> = {},
): string | undefined {
  const all = intersect(one, other)
  const policies = readEnforced(all)
  if (policies.length < 2) return all
  const text = writePolicy(mergeDirectives(policies, readPageOrigin(options.page)))
  // The merged lists are a guess, as wide as the sources of both at most. What is right is said by comparing.
  return subsumes(all, text, options) && subsumes(text, all, options) ? text : undefined
}

function mergeDirectives(policies: readonly ParsedPolicy[], page: PageOrigin): readonly WrittenDirective[] {
  const names = new Set(policies.flatMap((policy) => [...directivesOf(policy).keys()]))
  // Where policies have different fallbacks for workers, neither of these stands for both.
  if (names.has('child-src') && names.has('script-src')) names.add('worker-src')
  return [...names].map((name) => ({ name, words: mergeWords(name, policies, page) }))
}

function mergeWords(name: string, policies: readonly ParsedPolicy[], page: PageOrigin): readonly string[] {
  const row = DIRECTIVES.get(name)
  const chain = [name, ...(row?.fallback ?? [])]
  const lists = policies.flatMap((policy) => {
    const found = chain.find((each) => directivesOf(policy).has(each))
    const directive = found === undefined ? undefined : directivesOf(policy).get(found)
    return directive === undefined ? [] : [directive.values.map(({ text }) => text)]
  })
  const [first = [], ...others] = lists
  switch (row?.value) {
    case 'source-list':
    case 'ancestor-source-list':
      return others.reduce<readonly string[]>((met, words) => meetWords(name, met, words, page), first)
    case 'sandbox':
      return meetSandboxes(policies)
    case 'trusted-types':
      return others.reduce<readonly string[]>(meetNames, first)
    case 'webrtc':
      return lists.find((words) => words.length !== 1 || lowerAscii(words[0] ?? '') !== "'allow'") ?? first
    case 'report-uri':
    case 'require-trusted-types-for':
      return [...new Set(lists.flat())]
    default:
      return first
  }
}

function meetNames(one: readonly string[], other: readonly string[]): readonly string[] {
  const isIn = (names: readonly string[], name: string) =>
    names.includes(name) || (names.includes('*') && !name.startsWith("'"))
  const met = [...one.filter((name) => isIn(other, name)), ...other.filter((name) => isIn(one, name))]
  return [...new Set(met)]
}

/** The narrower of two lists, or else what they have in common, word by word. */
function meetWords(
  name: string,
  one: readonly string[],
  other: readonly string[],
  page: PageOrigin,
): readonly string[] {
  const texts = [one, other].map((words) => [name, ...words].join(' '))
  const [oneText = '', otherText = ''] = texts
  if (subsumes(oneText, otherText, { profile: 'spec' })) return other
  if (subsumes(otherText, oneText, { profile: 'spec' })) return one
  const context = {
    page,
    profile: 'spec',
    navigations: [false, true],
    arrivals: AS_WRITTEN,
  } as const
  const urls = meetLists(urlsOf(one), urlsOf(other), (first, second) => meetUrlSources(first, second, context))
  const keys = new Set(other.map(wordKey))
  const words = one.filter((word) => readUrlSource(word, 'spec') === undefined && keys.has(wordKey(word)))
  const met = [...urls.map(urlSourceKey), ...words]
  return met.length === 0 ? ["'none'"] : met
}

function urlsOf(words: readonly string[]): readonly UrlSource[] {
  return words.flatMap((word) => readUrlSource(word, 'spec') ?? [])
}

function wordKey(word: string): string {
  const source = parseSourceExpression(word)
  return source.kind === 'keyword' && word !== NONCE ? source.keyword : word
}
