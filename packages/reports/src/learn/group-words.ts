import { printable } from '@sallyport/core'
import type { NearMiss, Verdict } from '@sallyport/core/csp'
import type { Group } from '../group.ts'
import { isOrigin } from './group-question.ts'

const MOST = 200

/** What a group holds was in somebody’s report: one line of ASCII. */
export function shown(text: string): string {
  return printable(text, MOST)
}

/** By effective directive: what was asked for, with a place for where. */
const THINGS: ReadonlyMap<string, string> = new Map([
  ['script-src', 'a script'],
  ['script-src-elem', 'a script'],
  ['script-src-attr', 'an event handler'],
  ['style-src', 'a style sheet'],
  ['style-src-elem', 'a style sheet'],
  ['style-src-attr', 'a style attribute'],
  ['img-src', 'an image'],
  ['font-src', 'a font'],
  ['media-src', 'audio, video or subtitles'],
  ['connect-src', 'a connection'],
  ['frame-src', 'a frame'],
  ['child-src', 'a frame or worker'],
  ['fenced-frame-src', 'a fenced frame'],
  ['worker-src', 'a worker'],
  ['manifest-src', 'a manifest'],
  ['object-src', 'an object or embed'],
  ['base-uri', 'a <base> address'],
  ['form-action', 'a form'],
  ['default-src', 'a prefetch'],
])

/** By blocked keyword and effective directive. */
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['inline script-src-elem', 'an inline script'],
  ['inline script-src', 'an inline script or event handler'],
  ['inline script-src-attr', 'an event handler in an attribute'],
  ['inline style-src-elem', 'an inline style'],
  ['inline style-src', 'an inline style'],
  ['inline style-src-attr', 'a style attribute'],
  ['eval script-src', 'text run as code (eval)'],
  ['wasm-eval script-src', 'compiling WebAssembly'],
])

const BROWSERS: Readonly<Record<Group['browser'], string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
  other: 'a browser',
}

/** What was blocked: `an image from https://cdn.example`. */
export function describeBlocked({ directive, blocked }: Pick<Group, 'directive' | 'blocked'>): string {
  if (directive === 'frame-ancestors') return 'being framed'
  if (directive === 'require-trusted-types-for') return 'text where Trusted Types are wanted'
  if (directive === 'trusted-types') return 'a Trusted Types policy'
  const keyword = KEYWORDS.get(`${blocked} ${directive}`)
  if (keyword !== undefined) return keyword
  const thing = THINGS.get(directive) ?? `what ${shown(directive)} is about`
  if (blocked === '') return `${thing} that the browser did not name`
  const to = directive === 'form-action' || directive === 'connect-src' ? 'to' : 'from'
  return isOrigin(blocked) || blocked.endsWith(':')
    ? `${thing} ${to} ${shown(blocked)}`
    : `${thing} (${shown(blocked)})`
}

/** `On https://shop.example/orders/:id, Chromium blocked an image from https://cdn.example.` */
export function describeGroup({ page, browser, disposition, ...group }: Group): string {
  const verb = disposition === 'report' ? 'reported, without blocking it,' : 'blocked'
  return `On ${page === '' ? 'a page' : shown(page)}, ${BROWSERS[browser]} ${verb} ${describeBlocked(group)}.`
}

const MISSES: Readonly<Record<NearMiss['differs'], string>> = {
  scheme: 'is the same host under another scheme',
  subdomain: 'is the host above it, and stands for itself alone',
  apex: 'stands for the hosts below that one, and not for itself',
  'ip-address': 'is an address without a name, and sources match names alone',
  'trailing-dot': 'differs by a dot at the end of the host',
  port: 'is the same host on another port',
  path: 'is the same host with another path',
  case: 'differs in capital letters',
  quotes: 'has no effect without its single quotes',
  nonce: 'is another nonce',
  hash: 'is nearly its hash',
  'unsafe-hashes': "is its hash, which counts for attributes beside 'unsafe-hashes' alone",
  'strict-dynamic': "counts for nothing beside 'strict-dynamic'",
  overridden: "counts for nothing beside a nonce, a hash or 'strict-dynamic'",
}

/** The sources that would have let it through but for one thing. */
export function describeMisses({ nearMisses = [] }: Verdict): readonly string[] {
  return nearMisses
    .filter(({ differs }) => differs !== 'nonce')
    .map(({ source, differs }) => `Nearly: ${shown(source.text)} ${MISSES[differs]}.`)
}

/** Which directive decided. */
export function describeDirective({ directive, effectiveDirective, reason, source }: Verdict): readonly string[] {
  if (directive === null) return []
  const list = source !== null && reason === 'empty-list' ? ` It is ${shown(source.text)}: nothing is let through.` : ''
  return effectiveDirective === null || effectiveDirective === directive
    ? [`${directive} of the policy decided.${list}`]
    : [`${directive} decided, because the policy has no ${effectiveDirective}.${list}`]
}

const FACTS: ReadonlyMap<string, string> = new Map([
  ['nonce', 'whether its element has the response’s nonce'],
  ['source', 'its text, which a hash may stand for'],
  ['integrity', 'its integrity attribute'],
  ['parserInserted', 'whether a script inserted it that is trusted'],
  ['path', 'its path'],
  ['kind', 'what it was for'],
  ['redirect', 'where its address leads'],
  ['embedder', 'who frames the page'],
  ['nestsDocument', 'whether it is a page'],
])

/** What is not known and would decide, in words. */
export function describeFacts(facts: readonly string[]): string {
  return facts.map((fact) => FACTS.get(fact) ?? shown(fact)).join(', or ')
}
