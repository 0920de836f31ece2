import type { Config } from '@sallyport/core'

/** A configuration as far as JSON can carry it. */
export interface JsonPart {
  readonly config: Config
  readonly isWhole: boolean
}

/**
 * A configuration with a function in it (an origin resolver) cannot be carried. Leaving the function out alone would make another
 * configuration, so all goes but what decides the CSP, which is what pages are sealed with.
 */
export function jsonPart(config: Config): JsonPart {
  if (!holdsFunction(config)) return { config, isWhole: true }
  const { csp, reporting, routes = [] } = config
  return {
    isWhole: false,
    config: {
      ...(csp === undefined ? {} : { csp }),
      ...(reporting === undefined ? {} : { reporting }),
      routes: routes.flatMap(({ path, methods, csp: own }) =>
        own === undefined ? [] : [{ path, csp: own, ...(methods === undefined ? {} : { methods }) }],
      ),
    },
  }
}

function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsFunction)
}
