import type { Config, CorsConfig, CsrfConfig, ReportingConfig } from '../config.ts'
import type { CspObject } from '../csp/config.ts'
import { NONCE } from '../csp/keywords.ts'
import { type HostSource, hostSource } from '../csp/source.ts'
import { covers } from '../origin/pattern.ts'
import type { App, TopologyModel } from './model.ts'

/** One app's end of all its edges: what its pages may do, and who may do something with it. */
export function configureApp(app: App, model: TopologyModel, reporting: ReportingConfig | undefined): Config {
  const callers = model.sourcesOf(app, 'calls')
  const readers = [...new Set([...callers, ...model.sourcesOf(app, 'imports')])]
  const { routes } = app.config
  return {
    ...(readers.length > 0 ? { cors: buildCors(app, originsOf(readers), callers.length > 0) } : {}),
    csp: buildCsp(app, model),
    csrf: buildCsrf(app, callers),
    ...(reporting === undefined ? {} : { reporting }),
    ...(routes === undefined ? {} : { routes }),
  }
}

/** Without those that another one covers, which `compile` calls redundant. */
function originsOf(apps: readonly App[]): readonly string[] {
  const all = apps.flatMap(({ patterns }) => patterns)
  return all.filter((pattern) => !all.some((wide) => wide !== pattern && covers(wide, pattern))).map(({ text }) => text)
}

/** `isCalled`: modules are fetched without credentials (HTML §8.1.4.2), calls may need them. */
function buildCors(app: App, origins: readonly string[], isCalled: boolean): CorsConfig {
  const { credentials = isCalled, dangerouslyAllowInsecureOrigins, ...cors } = app.config.cors ?? {}
  // Who may read a response may know how long it took.
  const shared = { timingAllow: true, ...cors, origins }
  if (!credentials) return shared
  return {
    ...shared,
    credentials,
    ...(dangerouslyAllowInsecureOrigins === undefined ? {} : { dangerouslyAllowInsecureOrigins }),
  }
}

function buildCsrf(app: App, callers: readonly App[]): CsrfConfig {
  const isExact = (pattern: { readonly wildcard: boolean; readonly port: string }): boolean =>
    !pattern.wildcard && pattern.port !== '*'
  // The guard trusts exact origins only; a group's are those that CORS admits.
  const trusted = callers.every(({ patterns }) => patterns.every(isExact)) ? originsOf(callers) : 'cors'
  return {
    ...(app.patterns.every(isExact) ? { ownOrigin: originsOf([app]) } : {}),
    ...(callers.length > 0 ? { trustedOrigins: trusted } : {}),
  }
}

function buildCsp(app: App, model: TopologyModel): CspObject {
  const scripts = model.scriptsOf(app)
  const ancestors = sourcesOf(model.ancestorsOf(app))
  const framing = { 'frame-ancestors': ancestors.length > 0 ? ancestors : NOBODY }
  if (scripts === 'none') {
    const closed = { 'default-src': NOBODY, 'base-uri': NOBODY, 'form-action': NOBODY, ...framing }
    return { directives: { ...closed, ...app.config.directives } }
  }
  const framed = sourcesOf(model.targetsOf(app, 'frames'))
  return {
    directives: {
      'default-src': NOBODY,
      // 'strict-dynamic' lets a trusted script import from anywhere, so that beside it hosts would be dead.
      'script-src':
        scripts === 'nonce' ? [NONCE, "'strict-dynamic'"] : ["'self'", ...sourcesOf(model.targetsOf(app, 'imports'))],
      'style-src': SELF,
      'img-src': SELF,
      'font-src': SELF,
      'connect-src': ["'self'", ...sourcesOf(model.targetsOf(app, 'calls'))],
      'frame-src': framed.length > 0 ? framed : NOBODY,
      'form-action': SELF,
      'base-uri': NOBODY,
      ...framing,
      ...app.config.directives,
    },
  }
}

const NOBODY = ["'none'"] as const
const SELF = ["'self'"] as const

function sourcesOf(apps: readonly App[]): readonly HostSource[] {
  return originsOf(apps).map(hostSource)
}
