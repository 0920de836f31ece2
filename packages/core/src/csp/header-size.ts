import { type Place, report } from '../validate.ts'
import { sentPolicies } from './assemble.ts'
import type { CspHeader } from './policy.ts'
import type { CspSource } from './policy-words.ts'
import { renderHeader } from './render.ts'
import { limitOf } from './size-limit.ts'

const NONCE_LENGTH = 24

/** Reports headers that servers and proxies may refuse. The values are ASCII, so characters are bytes. */
export function adviseOnSize(headers: readonly CspHeader[], source: CspSource, place: Place): void {
  for (const header of headers) {
    const size = sizeOf(header)
    const limit = limitOf(size)
    if (limit === undefined) continue
    const saved = size - sizeOf(minified(header, source))
    const advice =
      saved > 0
        ? `Set minify: true, which saves ${saved} bytes, or shorten the lists.`
        : 'Shorten the lists, by wildcards or hashes of fewer files.'
    const message = `${header.name} is ${size} bytes long, ${limit.why}.`
    report(place, 'oversized-policy', size, message, { severity: limit.severity, fix: advice })
  }
}

function sizeOf({ chunks }: CspHeader): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0) + (chunks.length - 1) * NONCE_LENGTH
}

function minified({ name }: CspHeader, { policies, reporting }: CspSource): CspHeader {
  const short = policies.map((policy) => ({ ...policy, minify: true }))
  return renderHeader(
    name,
    sentPolicies({ policies: short, reporting }, name === 'content-security-policy-report-only'),
  )
}
