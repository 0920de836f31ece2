import {
  ConfigError,
  type Finding,
  overridePolicy,
  overrideWarnings,
  type Policy,
  type RoutePolicy,
} from '@sallyport/core'
import type { FastifyContextConfig } from 'fastify'

/** What the routes of an app set, each compiled once however many routes share it. */
export interface RouteOverrides {
  policyFor(policy: Policy, config: FastifyContextConfig | undefined): Policy
  /**
   * What is doubtful about a route's configuration.
   *
   * @throws {ConfigError} with the route in every path.
   */
  check(policy: Policy, config: FastifyContextConfig, route: string): readonly Finding[]
}

const PLACES = { cors: 'config.cors', csrf: 'config.csrf' }

export function createRouteOverrides(): RouteOverrides {
  const byConfig = new WeakMap<FastifyContextConfig, RoutePolicy | null>()
  const known: RoutePolicy[] = []

  /** The parts of a policy that a route's `config` sets; null for none. */
  const overrideOf = (config: FastifyContextConfig): RoutePolicy | null => {
    const remembered = byConfig.get(config)
    if (remembered !== undefined) return remembered
    const override = readOverride(config)
    byConfig.set(config, override)
    return override
  }
  // Fastify gives every route a config object of its own: what is in them has to be compared.
  const readOverride = (config: FastifyContextConfig): RoutePolicy | null => {
    if (isEmpty(config)) return null
    const { cors, csp, csrf } = config
    const equal = known.find((other) => other.cors === cors && other.csp === csp && other.csrf === csrf)
    if (equal !== undefined) return equal
    const override = {
      ...(cors === undefined ? {} : { cors }),
      ...(csp === undefined ? {} : { csp }),
      ...(csrf === undefined ? {} : { csrf }),
    }
    known.push(override)
    return override
  }
  const policyFor = (policy: Policy, config: FastifyContextConfig | undefined): Policy => {
    // Most routes say nothing, and for every request that is cheaper to see than to look up.
    if (config === undefined || isEmpty(config)) return policy
    const override = overrideOf(config)
    return override === null ? policy : overridePolicy(policy, override, PLACES)
  }

  return {
    policyFor,
    check(policy, config, route) {
      const named = (finding: Finding): Finding => ({ ...finding, path: `${route} config.${finding.path}` })
      try {
        return overrideWarnings(policy, policyFor(policy, config)).map(named)
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
        // The same mistake is found once more in each route of the configuration that the override is laid over.
        const own = error.findings.filter(({ path }) => !path.startsWith('routes['))
        // A change may fit the app's policy, and not that of one of those routes.
        throw new ConfigError((own.some(isError) ? own : error.findings).map(named))
      }
    },
  }
}

function isError({ severity }: Finding): boolean {
  return severity === 'error'
}

function isEmpty({ cors, csp, csrf }: FastifyContextConfig): boolean {
  return cors === undefined && csp === undefined && csrf === undefined
}
