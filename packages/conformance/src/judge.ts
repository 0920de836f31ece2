import { type Expectation, isContractHeader } from './case.ts'
import type { WireResponse } from './http.ts'
import type { OwnVary } from './own-vary.ts'

/**
 * Every way in which the response is not the expected one; empty when it is. What the framework itself varies on is left out, unless
 * the case expects it; it may come on a line of its own.
 */
export function judge(expected: Expectation, response: WireResponse, ownVary: OwnVary): string[] {
  const problems: string[] = []
  if (expected.status !== 'any' && response.status !== expected.status) {
    problems.push(`status is ${response.status}, not ${expected.status}`)
  }
  const actual = new Map<string, string>()
  for (const [name, value] of response.lines) {
    if (!isContractHeader(name) && !(name in expected.headers) && expected.absent?.includes(name) !== true) continue
    if (name === 'vary' && withoutOwn(value, ownVary, '') === undefined) continue
    if (actual.has(name)) problems.push(`${name} comes twice: ${actual.get(name)} and ${value}`)
    actual.set(name, value)
  }
  const vary = actual.get('vary')
  if (vary !== undefined) setOrDelete(actual, 'vary', withoutOwn(vary, ownVary, expected.headers.vary))

  for (const [name, value] of Object.entries(expected.headers)) {
    const seen = actual.get(name)
    if (seen === undefined) problems.push(`${name} is missing; it should be ${value}`)
    else if (!sameValue(name, value, seen, response.body)) problems.push(`${name} is ${seen}, not ${value}`)
    actual.delete(name)
  }
  for (const [name, value] of actual) problems.push(`${name} should not be there; it is ${value}`)

  const { body } = expected
  if (body === '' && response.body !== '') problems.push(`body is not empty: ${response.body.slice(0, 80)}`)
  if (body !== undefined && !response.body.includes(body)) {
    problems.push(`body does not contain ${body}: ${response.body.slice(0, 200)}`)
  }
  return problems
}

/** The nonces in the policies of a response. */
export function noncesOf(response: WireResponse): readonly string[] {
  const policies = response.lines.filter(([name]) => name.startsWith('content-security-policy'))
  return policies.flatMap(([, value]) => [...value.matchAll(NONCE_SOURCE)].map((match) => match[1] ?? ''))
}

// CSP3 §7.1: at least 128 bits, which are 22 characters of base64.
const NONCE_SOURCE = /'nonce-([A-Za-z0-9_-]{22,})'/g

const LISTS: ReadonlySet<string> = new Set([
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'vary',
])

function sameValue(name: string, expected: string, seen: string, body: string): boolean {
  if (LISTS.has(name)) return sameSet(elementsOf(name, expected), elementsOf(name, seen))
  if (!expected.includes('{nonce}')) return seen === expected
  const nonces = new Set([...seen.matchAll(NONCE_SOURCE)].map((match) => match[1] ?? ''))
  const [nonce = ''] = nonces
  return nonces.size === 1 && seen === expected.replaceAll('{nonce}', nonce) && body.includes(`nonce="${nonce}"`)
}

/** In order, so that an element that comes twice is a difference. Methods have a case (RFC 9110 §9.1), names of headers have none. */
function elementsOf(name: string, list: string): readonly string[] {
  const elements = list.split(',').map((element) => element.trim())
  return (name === 'access-control-allow-methods' ? elements : elements.map((text) => text.toLowerCase())).sort()
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((element, index) => element === other[index])
}

/** Undefined when nothing is left. */
export function withoutOwn(vary: string, own: OwnVary, expected = ''): string | undefined {
  const wanted = new Set(elementsOf('vary', expected))
  const kept = elementsOf('vary', vary).filter((name) => wanted.has(name) || !own.has(name))
  return kept.length === 0 ? undefined : kept.join(', ')
}

function setOrDelete(map: Map<string, string>, key: string, value: string | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}
