import type { HashSource } from '@sallyport/core/csp'
import { type BlockedItem, fixForBlocked, whyBlocked } from './blocked-item.ts'
import { checkOptions, checkText } from './caller-checks.ts'
import { checkNonce } from './nonce-text.ts'
import { pageElements } from './page-elements.ts'
import { createAdmitted } from './seal-admitted.ts'
import { createEdits } from './seal-edits.ts'
import { findSealed, type SealCandidate } from './seal-items.ts'

export interface SealHtmlOptions {
  /** What the page was rendered with, and nobody else has seen. At least 16 characters of base64. */
  readonly nonce: string
  /** The digest of a file of the build, such as `sha256-…`, by the URL as the page has it; undefined for any other. */
  readonly integrityOf: (src: string) => string | undefined
  /** Sources that the policy has anyway, in quotes: hashes, `'unsafe-hashes'`, `'inline-speculation-rules'`. Default none. */
  readonly admitted?: readonly string[]
  /** Whether the policy restricts styles, so that those without the nonce are blocked. Default true. */
  readonly styles?: boolean
}

export interface SealedHtml {
  /** The page without its nonce, and with the integrity of its files. */
  readonly html: string
  /** For `script-src`, beside `'strict-dynamic'`: hashes of inline scripts, and of files. Sorted, without doubles. */
  readonly scripts: readonly HashSource[]
  /** For `style-src`: hashes of `<style>` elements. Sorted, without doubles. */
  readonly styles: readonly HashSource[]
  /** What the policy will block, in the order of the page. */
  readonly blocked: readonly BlockedItem[]
}

/**
 * Turns a page that was rendered with a nonce into one that can be kept and sent to everyone, under a policy of hashes. What carries the nonce is the page's
 * own, and its hash is in the result; what does not may have been injected, and is blocked. Files of the build get `integrity`. The nonce is then taken out:
 * its attributes are removed, and its text is overwritten wherever else it is (`overwriteNonce`). All else stays as it is, to the byte.
 *
 * `html` may be the start of a page whose rest is sent later. The nonce must be secret until then, and of no use afterwards: whoever knows it before the page is
 * rendered can have a script of their own admitted. Parses as `hashHtml` does, and never throws on any text.
 *
 * ```ts
 * const sealed = await sealHtml(html, { nonce, integrityOf: (src) => files.get(src) })
 * const policy = `script-src ${sealed.scripts.join(' ')} 'strict-dynamic'`
 * ```
 *
 * @throws {TypeError} (as a rejection) when `html` is no string, the nonce is no base64 of 16 characters or more, and for an unknown option.
 */
export async function sealHtml(html: string, options: SealHtmlOptions): Promise<SealedHtml> {
  checkText(html, 'sealHtml needs the text of a page.')
  checkOptions('sealHtml', options, ['nonce', 'integrityOf', 'admitted', 'styles'])
  const { nonce, integrityOf, admitted = [], styles: isStyleRestricted = true } = options
  checkNonce('sealHtml', nonce)
  if (typeof integrityOf !== 'function') throw new TypeError('sealHtml needs integrityOf, a function.')
  const edits = createEdits(html, nonce)
  const find = findSealed({ nonce, integrityOf, edits })
  const candidates: SealCandidate[] = []
  for (const at of pageElements(html)) candidates.push(...find(at))
  const sources = await createAdmitted(candidates, admitted)
  const blocked = candidates.flatMap((candidate) => {
    const isStyle = candidate.kind === 'style' || candidate.kind === 'style attribute'
    if (candidate.isOwn || (isStyle && !isStyleRestricted) || sources.admits(candidate)) return []
    return [describe(candidate, sources.hashOf(candidate))]
  })
  return {
    html: edits.apply(),
    scripts: sources.scripts,
    styles: sources.styles,
    blocked: blocked.toSorted((one, other) => one.offset - other.offset),
  }
}

function describe(candidate: SealCandidate, hash: HashSource | undefined): BlockedItem {
  const { kind, at, attribute, text, position, cause } = candidate
  const { frame } = at.document
  return {
    kind,
    element: at.element.tagName,
    ...(attribute === undefined ? {} : { attribute }),
    text,
    ...(hash === undefined ? {} : { hash }),
    why: whyBlocked(cause),
    fix: fixForBlocked(kind, cause, hash),
    ...(frame === undefined ? position : { ...frame, inFrame: position }),
  }
}
