import {
  ConfigError,
  type Finding,
  overridePolicy,
  overrideWarnings,
  type Policy,
  type RoutePolicy,
} from '@sallyport/core'
import type { FastifyContextConfig } from 'fastify'

const OVERRIDES = new WeakMap<object, RoutePolicy | null>()

/** The parts of a policy that a route's `config` sets; null for none. */
function overrideOf(config: FastifyContextConfig): RoutePolicy | null {
  const known = OVERRIDES.get(config)
  if (known !== undefined) return known
  const { cors, csp, csrf } = config
  const override = {
    ...(cors === undefined ? {} : { cors }),
    ...(csp === undefined ? {} : { csp }),
    ...(csrf === undefined ? {} : { csrf }),
  }
  const made = Object.keys(override).length === 0 ? null : override
  OVERRIDES.set(config, made)
  return made
}

export function policyFor(policy: Policy, config: FastifyContextConfig | undefined): Policy {
  const override = config === undefined ? null : overrideOf(config)
  return override === null ? policy : overridePolicy(policy, override)
}

/**
 * What is doubtful about a route's configuration.
 *
 * @throws {ConfigError} with the route in every path.
 */
export function checkRoute(policy: Policy, config: FastifyContextConfig, route: string): readonly Finding[] {
  const named = (finding: Finding): Finding => ({ ...finding, path: `${route} config.${finding.path}` })
  try {
    return overrideWarnings(policy, policyFor(policy, config)).map(named)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    // The same mistake is found once more in each route of the configuration that the override is laid over.
    throw new ConfigError(error.findings.filter(({ path }) => !path.startsWith('routes[')).map(named))
  }
}
