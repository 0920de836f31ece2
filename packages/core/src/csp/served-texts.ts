import { ANY_NONCE } from '../report/policy-id.ts'
import type { Disposition } from '../report/violation.ts'
import type { CompiledCsp } from './policy.ts'

/** One policy as some response has it. */
export interface ServedPolicy {
  /** As a header has it, with `'nonce-*'` where a nonce goes. */
  readonly text: string
  readonly disposition: Disposition
}

/** Every policy that compiled CSP may be sent as, with the nonce and without it. */
export function servedTexts({ headers }: CompiledCsp): readonly ServedPolicy[] {
  return headers.flatMap(({ name, chunks, nonceless }) => {
    const disposition = name === 'content-security-policy' ? 'enforce' : 'report'
    return [chunks.join(ANY_NONCE.slice("'nonce-".length, -1)), nonceless].flatMap((value) =>
      // Our own serialisation, in which no word holds a comma.
      value.split(', ').map((text): ServedPolicy => ({ text, disposition })),
    )
  })
}
