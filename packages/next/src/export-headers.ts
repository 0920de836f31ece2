import type { HeaderPair } from '@sallyport/core'
import { DIRECTIVES, metaCsp } from '@sallyport/core/csp'
import type { HeaderBlock } from './headers-file.ts'

/** A page of the export, and what a server would send with it. */
export interface ExportedPage {
  /** The paths it has, that which Next.js links to first. */
  readonly paths: readonly string[]
  /** CSP and all else. */
  readonly headers: readonly HeaderPair[]
}

const POLICY = 'content-security-policy'
const REPORT_ONLY = 'content-security-policy-report-only'

export interface CarriedByMeta {
  /** The elements. */
  readonly html: string
  /** Names of what they cannot carry. */
  readonly lost: readonly string[]
}

/** The enforced policies as `<meta>` elements. */
export function carryByMeta(headers: readonly HeaderPair[]): CarriedByMeta {
  const texts = headers.flatMap(([name, value]) => (name === POLICY ? splitPolicies(value) : []))
  const { html, findings } = texts.length === 0 ? { html: '', findings: [] } : metaCsp(texts)
  const ignored = findings.flatMap(({ code, value }) =>
    code === 'ignored-in-meta' && typeof value === 'string' ? [value] : [],
  )
  const others = headers.flatMap(([name]) => {
    if (name === POLICY) return []
    return name === REPORT_ONLY ? ['report-only policies'] : [name]
  })
  return { html, lost: [...new Set([...ignored, ...others])] }
}

/**
 * Blocks for hosts that match by path. What no `<meta>` carries holds for all paths where the pages agree on it: `/about.html` is served
 * beside `/about`, and the page of a 404 at any path. Where they disagree, each page says it for all of its paths.
 */
export function blocksFor(pages: readonly ExportedPage[], basePath: string): readonly HeaderBlock[] {
  const general = pages.map(({ headers }) => beyondMeta(headers))
  const [first = []] = general
  const agree = general.every((pairs) => JSON.stringify(pairs) === JSON.stringify(first))
  if (!agree) {
    return pages
      .filter(({ headers }) => headers.length > 0)
      .flatMap(({ paths, headers }) => paths.map((path) => ({ path, headers })))
  }
  const blocks = pages.map(({ paths: [path = '/'], headers }) => ({
    path,
    // Cloudflare joins what two blocks say, and most headers mean nothing twice.
    headers: headers.filter(([name, value]) => isPolicy(name) || !has(first, name, value)),
  }))
  return [{ path: `${basePath}/*`, headers: first }, ...blocks].filter(({ headers }) => headers.length > 0)
}

/** What a `<meta>` cannot carry; of policies, the directives. */
function beyondMeta(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  return headers.flatMap(([name, value]): readonly HeaderPair[] => {
    if (name === REPORT_ONLY) return []
    if (name !== POLICY) return [[name, value]]
    const left = splitPolicies(value)
      .map((policy) => policy.split('; ').filter((directive) => !isCarried(directive)))
      .filter((directives) => directives.some((directive) => !directive.startsWith('report-')))
    return left.length === 0 ? [] : [[name, left.map((directives) => directives.join('; ')).join(', ')]]
  })
}

function isCarried(directive: string): boolean {
  const [name = ''] = directive.split(' ')
  return DIRECTIVES.get(name)?.meta ?? true
}

function isPolicy(name: string): boolean {
  return name === POLICY || name === REPORT_ONLY
}

function has(headers: readonly HeaderPair[], name: string, value: string): boolean {
  return headers.some(([otherName, otherValue]) => otherName === name && otherValue === value)
}

/** Our own serialisation: no value of a directive has a comma. */
function splitPolicies(value: string): readonly string[] {
  return value.split(', ')
}
