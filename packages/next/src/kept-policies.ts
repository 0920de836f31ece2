import { type CompiledCsp, decide } from '@sallyport/core'
import type { Channel } from './channel.ts'
import { compile } from './compile.ts'
import { requestPath } from './kept-file.ts'

/** The policy of a kept page, by the path that it is kept for. */
export function keptPolicies(
  channel: Channel,
  trailingSlash: boolean | undefined,
): (path: string) => CompiledCsp | null {
  const policy = compile(channel.config)
  return (path) => {
    const request = requestPath(path, { basePath: channel.basePath, trailingSlash })
    const decision = decide(policy, { method: 'GET', path: request, header: () => undefined })
    return decision.kind === 'continue' ? decision.csp : null
  }
}
