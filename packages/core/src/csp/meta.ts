import { ConfigError, type Finding, showValue } from '../finding.ts'
import { isPolicy, type Policy } from '../policy.ts'
import { at, type Place, report } from '../validate.ts'
import { compileCsp } from './compile.ts'
import type { CspConfig } from './config.ts'
import { DIRECTIVES } from './directives.ts'
import { NONCE } from './keywords.ts'
import { minifyPolicy } from './minify.ts'
import { type PolicyWords, sourceOf } from './policy-words.ts'
import { renderHeader } from './render.ts'

export interface MetaCspOptions {
  /** Of the response whose page the elements stand in, for one that is rendered for it. Default: none, as for a page that is kept. */
  readonly nonce?: string
}

/** Policies as `<meta>` elements carry them. */
export interface MetaCsp {
  /** The `content` of each element, as text: HTML reads one policy from one element (HTML §4.2.5.3), so every policy needs its own. */
  readonly contents: readonly string[]
  /** The elements themselves, to stand before all other elements of `<head>` but `<meta charset>`: what comes earlier is not under the policy. */
  readonly html: string
  /** What a `<meta>` element cannot carry, and was left out: a header has to say it. */
  readonly findings: readonly Finding[]
}

/**
 * The enforced policies for pages that no header comes with: files on a static host.
 *
 * @throws {ConfigError} when the configuration cannot be used, or the nonce is not base64.
 */
export function metaCsp(csp: CspConfig | readonly CspConfig[] | Policy, { nonce }: MetaCspOptions = {}): MetaCsp {
  const findings: Finding[] = []
  const policies = sourceOf(compile(csp, findings)).policies
  if (nonce !== undefined) checkNonce(nonce, { path: 'nonce', findings })
  if (findings.some(({ severity }) => severity === 'error')) throw new ConfigError(findings)
  const contents = policies.flatMap((policy, index) =>
    contentOf(policy, nonce, { path: policies.length === 1 ? 'csp' : `csp[${index}]`, findings }),
  )
  return Object.freeze({
    contents: Object.freeze(contents),
    html: contents
      .map((content) => `<meta http-equiv="Content-Security-Policy" content="${escapeValue(content)}">`)
      .join(''),
    findings: Object.freeze(findings),
  })
}

function compile(csp: CspConfig | readonly CspConfig[] | Policy, findings: Finding[]) {
  if (typeof csp === 'object' && csp !== null && isPolicy(csp)) return csp.base.parts.csp
  return compileCsp(isList(csp) ? csp : [csp], { path: 'csp', findings })
}

// Array.isArray narrows a readonly array to any[].
function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}

function contentOf(policy: PolicyWords, nonce: string | undefined, place: Place): readonly string[] {
  if (policy.reportOnly) {
    report(place, 'ignored-in-meta', true, 'A meta element cannot carry a report-only policy.', {
      severity: 'warning',
      fix: 'Send it as a header.',
      see: 'https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy',
    })
    return []
  }
  const directives = policy.directives.filter(({ name }) => {
    const row = DIRECTIVES.get(name)
    if (row === undefined || row.meta) return true
    const details = { severity: 'warning', fix: 'Send it as a header.', see: row.see } as const
    report(at(place, name), 'ignored-in-meta', name, `Browsers ignore ${name} in a meta element.`, details)
    return false
  })
  if (directives.length === 0) return []
  const { chunks, nonceless } = renderHeader('content-security-policy', [
    policy.minify ? minifyPolicy({ directives }) : { directives },
  ])
  if (chunks.length === 1 || nonce !== undefined) return [chunks.join(nonce)]
  for (const { name, words } of directives) {
    if (!words.includes(NONCE)) continue
    report(at(place, name), 'ignored-in-meta', NONCE, `${name} has a nonce, which a page that is kept cannot have.`, {
      severity: 'warning',
      fix: "Use the hashes of the page's scripts and styles, or pass the nonce of the response.",
      see: 'https://w3c.github.io/webappsec-csp/#security-nonces',
    })
  }
  return [nonceless]
}

const NONCE_CHARACTERS = new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=')

function checkNonce(nonce: unknown, place: Place): void {
  if (typeof nonce === 'string' && nonce !== '' && [...nonce].every((character) => NONCE_CHARACTERS.has(character)))
    return
  const message = `${showValue(nonce)} is no nonce: it is not base64.`
  report(place, 'invalid-source', nonce, message, { fix: 'Pass the one that was drawn for the response.' })
}

/** A policy has no other character that means something in an attribute's value. */
function escapeValue(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
