import { type CompileOptions, rememberOptions } from './compile-options.ts'
import type { Config, RoutePolicy } from './config.ts'
import { compileCors, MEANT_FOR_CORS } from './cors/compile.ts'
import { type CspChange, isChange } from './csp/change/change.ts'
import { compileCsp } from './csp/compile.ts'
import type { CompiledCsp } from './csp/policy.ts'
import { insecureAddress } from './csp/reporting-problems.ts'
import { adviseOnGuard, adviseOnRouteGuard, adviseOnSpelling } from './csrf/advice.ts'
import { compileCsrf } from './csrf/compile.ts'
import { ConfigError, type Finding, showValue } from './finding.ts'
import { copyFrozen } from './frozen-copy.ts'
import { isToken } from './http/token.ts'
import type { Policy } from './policy.ts'
import { checkEndpoint, isMixedContent } from './report/endpoint.ts'
import { ENDPOINT_RULE, ownEndpointPath, withOwnEndpoint } from './report/own-endpoint.ts'
import { addRoute, createRouteTree, findRoute, routePathProblem } from './route.ts'
import { buildRule, type Rule, type RuleParts } from './rule.ts'
import { at, checkObject, checkTexts, type Place, report, reportType } from './validate.ts'

/**
 * Turns a configuration into a policy. Everything that can fail fails here, all at once; deciding never fails.
 *
 * @throws {ConfigError} naming every problem, each with its place, value and fix.
 */
export function compile(config: Config, options: CompileOptions = {}): Policy {
  return compilePolicy(config, options, false)
}

/** `sharesPaths`: other policies may answer for other methods of this one's paths. The rest as {@link compile}. */
export function compilePolicy(config: Config, options: CompileOptions, sharesPaths: boolean): Policy {
  const findings: Finding[] = []
  const place: Place = { path: '', findings }
  const keys = ['cors', 'csp', 'csrf', 'reporting', 'routes']
  if (!checkObject(config, keys, place, MEANT_FOR_CORS)) throw new ConfigError(findings)

  const reportUri = compileReporting(config, place)
  const base = compileParts(config, NOTHING, reportUri, options, place)
  adviseOnGuard(config, base, place)
  warnEmpty(config, place)
  const rules: Rule[] = []
  const isShared = sharesPaths || hasRulesByMethod(config)
  const build = (name: string, parts: RuleParts): Rule => {
    const rule = buildRule(name, parts, isShared)
    rules.push(rule)
    return rule
  }
  const findRoute = compileRoutes(config, build, base, reportUri, options, place)
  if (findings.some((finding) => finding.severity === 'error')) throw new ConfigError(Object.freeze(findings))
  const findRule = exemptEndpoint(
    config,
    findRoute,
    () => build(ENDPOINT_RULE, { ...base, cors: null, csrf: null }),
    reportUri,
  )
  const policy = createPolicy(copyFrozen(config), build('base', base), findRule, rules, findings)
  rememberOptions(policy, options)
  return policy
}

/** Whether some preflights of a path may be answered and others not. */
function hasRulesByMethod({ cors, routes }: Config): boolean {
  if (!Array.isArray(routes) || !routes.some((route) => route?.methods !== undefined)) return false
  return Boolean(cors) || routes.some((route) => Boolean(route?.cors))
}

/** A route of the app for that very path has its own words. */
function exemptEndpoint(
  { cors, csrf, routes = [] }: Config,
  findRoute: Policy['findRule'],
  buildExempt: () => Rule,
  reportUri: string | undefined,
): Policy['findRule'] {
  const path = reportUri === undefined ? undefined : ownEndpointPath(reportUri)
  const isNeeded = [{ cors, csrf }, ...routes].some((parts) => Boolean(parts.cors) || Boolean(parts.csrf))
  if (path === undefined || !isNeeded || routes.some((route) => route.path === path)) return findRoute
  return withOwnEndpoint(findRoute, path, buildExempt())
}

const NOTHING: RuleParts = { cors: null, csp: null, csrf: null }

function createPolicy(
  config: Config,
  base: Rule,
  findRule: Policy['findRule'],
  rules: readonly Rule[],
  findings: readonly Finding[],
): Policy {
  return Object.freeze({
    kind: 'sallyport-policy',
    base,
    findRule,
    rules: Object.freeze(rules),
    resolves: rules.some(({ parts }) => parts.cors !== null && parts.cors.resolver !== null),
    guards: rules.some(({ parts }) => parts.csrf !== null),
    findings: Object.freeze(findings),
    toJSON: () => config,
  })
}

function compileReporting(config: Config, place: Place): string | undefined {
  if (config.reporting === undefined) return undefined
  const here = at(place, 'reporting')
  if (!checkObject(config.reporting, ['endpoint'], here)) return undefined
  const endpointPlace = at(here, 'endpoint')
  const endpoint = checkEndpoint(config.reporting.endpoint, endpointPlace)
  if (endpoint !== undefined && isMixedContent(endpoint)) {
    const { message, ...details } = insecureAddress(endpoint, 'reporting.endpoint')
    report(endpointPlace, 'insecure-endpoint', endpoint, message, { severity: 'warning', ...details })
  }
  return endpoint
}

/** Parts that are left out are taken from `base`. */
function compileParts(
  parts: RoutePolicy,
  base: RuleParts,
  reportUri: string | undefined,
  options: CompileOptions,
  place: Place,
): RuleParts {
  const cors =
    parts.cors === undefined
      ? base.cors
      : parts.cors === false
        ? null
        : compileCors(parts.cors, options, at(place, 'cors'))
  const csp = parts.csp === undefined ? base.csp : compileCspPart(parts.csp, base.csp, reportUri, at(place, 'csp'))
  const csrf = parts.csrf === undefined ? base.csrf : compileCsrf(parts.csrf, cors, at(place, 'csrf'))
  return Object.freeze({ cors, csp, csrf })
}

function compileCspPart(
  csp: NonNullable<RoutePolicy['csp']>,
  base: CompiledCsp | null,
  reportUri: string | undefined,
  place: Place,
): CompiledCsp | null {
  if (csp === false) return null
  const configs = isList(csp) ? csp : [csp]
  if (configs.length === 0) {
    reportType(place, configs, 'a policy, a list of policies, a change or false')
    return null
  }
  if (base === null && configs.every(isChange)) warnOfNothingToChange(configs, place)
  return compileCsp(configs, {
    path: place.path,
    findings: place.findings,
    base,
    ...(reportUri === undefined ? {} : { reportUri }),
  })
}

/** The headers do without a policy then, and the configuration looks as if there were one. `restrict` makes a policy of its own. */
function warnOfNothingToChange(changes: readonly CspChange[], place: Place): void {
  if (!changes.some(({ append, remove, replace }) => append ?? remove ?? replace)) return
  report(
    place,
    'nothing-to-change',
    changes,
    'This changes a policy, and there is none that it could change, so none is sent.',
    {
      severity: 'warning',
      fix: 'Write the policy itself: { directives: … }, or both in a list: [{ directives: … }, { append: … }].',
    },
  )
}

// Array.isArray narrows a readonly array to any[].
function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}

// `register(sallyport)` without a configuration hands over an empty one: silence would pass for protection.
function warnEmpty({ cors, csp, csrf, routes }: Config, place: Place): void {
  if ([cors, csp, csrf, routes].some((part) => part !== undefined)) return
  report(
    place,
    'nothing-configured',
    undefined,
    'The configuration is empty, so nothing is protected but routes with a policy of their own.',
    {
      severity: 'warning',
      fix: 'Set cors, csp or csrf; set one of them to false to say that this is meant.',
    },
  )
}

function compileRoutes(
  config: Config,
  build: (name: string, parts: RuleParts) => Rule,
  base: RuleParts,
  reportUri: string | undefined,
  options: CompileOptions,
  place: Place,
): Policy['findRule'] {
  if (config.routes === undefined) return null
  const list = at(place, 'routes')
  if (!Array.isArray(config.routes)) {
    reportType(list, config.routes, 'a list of routes')
    return null
  }
  const tree = createRouteTree<Rule>()
  config.routes.forEach((route, index) => {
    const here = at(list, index)
    if (!checkObject(route, ['path', 'methods', 'cors', 'csp', 'csrf'], here)) return
    const parts = compileParts(route, base, reportUri, options, here)
    if (typeof route.path !== 'string' || route.path === '') {
      reportType(at(here, 'path'), route.path, 'a path such as /v1/*')
      return
    }
    const wrong = routePathProblem(route.path)
    if (wrong !== undefined) {
      report(at(here, 'path'), 'invalid-path', route.path, `${showValue(route.path)} ${wrong}.`, {
        fix: 'Write /data, /users/:id or /v1/*.',
      })
      return
    }
    adviseOnRouteGuard(config, base, route, parts, here)
    adviseOnSpelling(base, parts, route.path, here)
    const rule = build(route.path, parts)
    for (const method of compileRouteMethods(route.methods, here)) {
      if (addRoute(tree, route.path, method, rule)) continue
      const what = method === null ? 'all methods' : method
      report(
        at(here, 'path'),
        'duplicate-value',
        route.path,
        `${showValue(route.path)} already has a rule for ${what}.`,
        {
          fix: 'Merge the two, or give them different methods.',
        },
      )
    }
  })
  return (path, method) => findRoute(tree, path, method)
}

function compileRouteMethods(methods: unknown, place: Place): readonly (string | null)[] {
  if (methods === undefined) return [null]
  const here = at(place, 'methods')
  if (Array.isArray(methods) && methods.length === 0) reportType(here, methods, 'a list of methods')
  return checkTexts(methods, here, 'a list of methods', (text, entry) => {
    if (isToken(text) && text === text.toUpperCase()) return text
    report(entry, 'invalid-method', text, `${showValue(text)} is not a method name in capitals.`, {
      fix: 'Write a method such as PUT.',
    })
    return undefined
  })
}
