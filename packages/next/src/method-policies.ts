import { type Config, ConfigError, compile, type Finding, type Policy, routeMethod } from '@sallyport/core'

/** The policies of one `route.ts`, by method. */
export interface CompiledMethodPolicies {
  /** The policy of an export of `route.ts`; for `OPTIONS`, of the method that a preflight announces. */
  find(method: string, request: Request): Policy
  /** Whether methods differ. */
  readonly byMethod: boolean
}

type Cors = NonNullable<Config['cors']>
type CorsByMethod = Readonly<Partial<Record<string, Cors>>>

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** @throws {ConfigError} with the problems of all methods; for a policy by method each path begins with the method. */
export function compileMethodPolicies(given: Cors | CorsByMethod): CompiledMethodPolicies {
  if (!isByMethod(given)) {
    const policy = compile({ cors: given })
    return { find: () => policy, byMethod: false }
  }
  const policies = compileAll(given)
  const none = compile({ cors: false })
  return {
    find(method, request) {
      const asked = method === 'OPTIONS' ? announced(request) : method
      // Next.js answers HEAD with the handler for GET.
      return policies.get(asked) ?? (asked === 'HEAD' ? policies.get('GET') : undefined) ?? none
    },
    byMethod: true,
  }
}

function isByMethod(given: Cors | CorsByMethod): given is CorsByMethod {
  const keys = typeof given === 'object' && given !== null ? Object.keys(given) : []
  return keys.length > 0 && keys.every((key) => METHODS.includes(key))
}

function compileAll(given: CorsByMethod): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>()
  const findings: Finding[] = []
  for (const [method, cors = false] of Object.entries(given)) {
    try {
      policies.set(method, compile({ cors }))
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      findings.push(...error.findings.map((finding) => ({ ...finding, path: `${method}.${finding.path}` })))
    }
  }
  if (findings.length > 0) throw new ConfigError(findings)
  return policies
}

function announced({ method, headers }: Request): string {
  return routeMethod({ method, path: '/', header: (name) => headers.get(name) ?? undefined })
}
