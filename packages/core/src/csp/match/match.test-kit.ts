import type { Inline, Profile, ResourceRequest, Verdict } from '../verdict.ts'
import { matchInline } from './inline.ts'
import { matchRequest } from './request.ts'

export const PROFILES: readonly Profile[] = ['spec', 'chromium', 'gecko', 'webkit']

export const PAGE = { url: 'https://page.test/app/' }

/** A request of which all is known: no redirect, no nonce, no integrity, made by the parser. */
export function ask(
  policy: string,
  request: Partial<ResourceRequest>,
  profile?: Profile,
  page: string = PAGE.url,
): Verdict {
  const known = { redirectCount: 0, nonce: '', integrity: '', parserInserted: true, certificateHashes: false }
  const asked = { url: 'https://a.test/x', destination: 'image', ...known, ...request }
  return matchRequest([{ header: policy }], { url: page }, asked, profile === undefined ? {} : { profile })
}

/** Inline content of which all is known. */
export function askInline(policy: string, inline: Partial<Inline>, profile?: Profile): Verdict {
  const known = { type: 'script', source: 'x()', nonce: '', parserInserted: true, trusted: false } as const
  return matchInline([{ header: policy }], PAGE, { ...known, ...inline }, profile === undefined ? {} : { profile })
}

/** `allowed: listed a.test`, `blocked: not-listed`, `depends: nonce, source`. */
export function told({ outcome, reason, source, dependsOn }: Verdict): string {
  if (dependsOn !== undefined) return `${outcome}: ${dependsOn.join(', ')}`
  return [`${outcome}: ${reason}`, ...(source === null ? [] : [source.text])].join(' ')
}

/** `a.test port`, one an entry. */
export function missed({ nearMisses = [] }: Verdict): readonly string[] {
  return nearMisses.map(({ source, differs }) => `${source.text} ${differs}`)
}
