import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { ConfigError, type Finding, type FindingCode } from '../finding.ts'
import { covers } from '../origin/pattern.ts'
import type { Policy } from '../policy.ts'
import type { EdgeKind } from './config.ts'
import { type App, EDGE_KINDS, type TopologyModel } from './model.ts'
import { isMixedContent, sampleOrigins, strangersTo } from './samples.ts'
import { type Site, tryFrom, tryTo } from './simulation.ts'

/** A site that is one of the table's. */
interface AppSite extends Site {
  readonly app: App
}

/** Tries every edge there could be, between all apps and with strangers. */
export function checkTopology(
  model: TopologyModel,
  configFor: (name: string) => Config,
  given: Readonly<Partial<Record<string, Config | Policy>>>,
): readonly Finding[] {
  const sites = [...model.apps.values()].flatMap((app): readonly AppSite[] => {
    const policy = policyOf(app, configFor, given[app.name])
    return sampleOrigins(app.patterns).map((origin) => ({ app, origin, policy }))
  })
  const findings = new Map<string, Finding>()
  // Of a group one origin stands for all, and one sentence is enough for what is the same with each.
  const add = (finding: Finding): void => {
    const key = `${finding.code} ${finding.path} ${finding.message}`
    if (!findings.has(key)) findings.set(key, Object.freeze(finding))
  }
  for (const from of sites) {
    for (const to of sites) {
      for (const kind of EDGE_KINDS) {
        if (model.isDeclared(from.app, to.app, kind)) checkDeclared(model, sites, kind, from, to, add)
        else checkUndeclared(model, kind, from, to, add)
      }
    }
    for (const origin of strangersTo(model, from.app))
      checkStranger(from, { app: null, origin, policy: undefined }, add)
  }
  for (const app of model.apps.values()) checkUnreadCors(model, app, add)
  return Object.freeze([...findings.values()])
}

/** CORS is made for those who call and import; without them the options are in no header. */
function checkUnreadCors(model: TopologyModel, app: App, add: Add): void {
  const readers = [...model.sourcesOf(app, 'calls'), ...model.sourcesOf(app, 'imports')]
  if (app.config.cors === undefined || readers.length > 0) return
  const message = `${app.name} has options for CORS, and no app calls it or imports from it, so they are not used.`
  const fix = `Say calls: ['${app.name}'] of those that do, or remove cors.`
  const path = `apps.${app.name}.cors`
  add({ code: 'useless-option', severity: 'warning', path, value: app.config.cors, message, fix })
}

const STRANGER: Site = { app: null, origin: 'https://attacker.example', policy: undefined }

type Add = (finding: Finding) => void

function policyOf(
  app: App,
  configFor: (name: string) => Config,
  given: Config | Policy | undefined,
): Policy | undefined {
  if (given !== undefined) return isPolicy(given) ? given : compileAt(given, `configs.${app.name}`)
  return app.config.external === true ? undefined : compileAt(configFor(app.name), `apps.${app.name}`)
}

/** @throws {ConfigError} whose findings tell of which of the apps they are. */
function compileAt(config: Config, path: string): Policy {
  try {
    return compile(config)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(error.findings.map((finding) => ({ ...finding, path: placeIn(path, finding.path) })))
  }
}

/** What an app's directives are called where they were written. */
function placeIn(path: string, inner: string): string {
  const isMade = path.startsWith('apps.') && inner.startsWith('csp.directives')
  return `${path}.${isMade ? inner.slice('csp.'.length) : inner}`
}

function isPolicy(given: Config | Policy): given is Policy {
  return typeof given === 'object' && given !== null && 'kind' in given
}

const VERBS: Readonly<Record<EdgeKind, string>> = { frames: 'frame', calls: 'call', imports: 'import from' }

function checkDeclared(
  model: TopologyModel,
  sites: readonly AppSite[],
  kind: EdgeKind,
  from: AppSite,
  to: AppSite,
  add: Add,
): void {
  // CORS is not asked about an app's own origin.
  if (kind !== 'frames' && from.origin === to.origin) return
  const edge = `${from.app.name} is to ${VERBS[kind]} ${to.app.name}`
  if (isMixedContent(from.origin, to.origin)) {
    const message = `${edge}, but a page at ${from.origin} may use nothing from ${to.origin}.`
    add(tell('mixed-content', 'error', to, message, `Serve ${to.app.name} over https.`))
    return
  }
  const out = tryFrom(kind, from, to)
  if (out !== undefined) add(blocked(edge, from, out))
  const chains = kind === 'frames' ? chainsAbove(model, sites, from) : [[]]
  for (const above of chains) {
    const back = tryTo(kind, from, to, above)
    if (back === undefined) continue
    add(blocked(edge, to, back))
    return
  }
}

/** Whoever can be above the framing page. Each ancestor is judged by itself, so one at a time will do. */
function chainsAbove(model: TopologyModel, sites: readonly AppSite[], from: AppSite): readonly (readonly Site[])[] {
  const ancestors = new Set(model.ancestorsOf(from.app))
  return [[], ...sites.filter(({ app }) => ancestors.has(app)).map((site) => [site])]
}

function blocked(edge: string, side: AppSite, why: string): Finding {
  const fix = `Let ${side.app.name} use what configFor('${side.app.name}') makes, without other directives in its place.`
  return tell('edge-blocked', 'error', side, `${edge}, but ${side.app.name} stops it: ${why}.`, fix)
}

function checkUndeclared(model: TopologyModel, kind: EdgeKind, from: AppSite, to: AppSite, add: Add): void {
  if (from.origin === to.origin || isMixedContent(from.origin, to.origin)) return
  if (from.policy === undefined && to.policy === undefined) return
  // 'strict-dynamic' lets trusted scripts import from anywhere: then origins decide nothing.
  if (kind === 'imports' && tryFrom(kind, from, STRANGER) === undefined) return
  const isOut = tryFrom(kind, from, to) === undefined
  const isIn = tryTo(kind, from, to) === undefined
  const { name: one } = from.app
  const { name: other } = to.app
  if (isOut && isIn) {
    const message = `${one} can ${VERBS[kind]} ${other} (${from.origin}, ${to.origin}), and no edge says so.`
    add(
      tell(
        'edge-undeclared',
        'error',
        from,
        message,
        `Declare it in apps.${one}.${kind}, or give the two other origins or stricter directives.`,
      ),
    )
    return
  }
  if (from.policy === undefined || to.policy === undefined) return
  if (isOut) {
    const message = `${one} lets its pages ${VERBS[kind]} ${to.origin}, which is ${other}; only ${other} stops it.`
    add(tell('edge-half-open', 'warning', from, message, keepOut(model, from.app, to.app)))
  }
  if (isIn && !isAdmittedForAnother(model, kind, from.app, to.app)) {
    const message = `${other} lets ${from.origin}, which is ${one}, ${VERBS[kind]} it; only ${one} stops it.`
    add(tell('edge-half-open', 'warning', to, message, keepOut(model, to.app, from.app)))
  }
}

/** How one app is kept out of what another one admits: mostly it is there because a group's pattern is wider than was meant. */
function keepOut(model: TopologyModel, admitting: App, admitted: App): string {
  for (const group of model.apps.values()) {
    if (group === admitted || group === admitting) continue
    const wide = group.patterns.find((one) => admitted.patterns.some((pattern) => covers(one, pattern)))
    if (wide === undefined) continue
    return `${group.name} is at ${wide.text}, which covers it: move ${group.name} below a domain of its own, or say within: '${group.name}' if ${admitted.name} is one of them.`
  }
  return `Keep ${admitted.name} out of what ${admitting.name} admits.`
}

/** CORS is the same for calls and imports, and `frame-ancestors` has to admit those further up. */
function isAdmittedForAnother(model: TopologyModel, kind: EdgeKind, from: App, to: App): boolean {
  if (kind !== 'frames') return model.isDeclared(from, to, kind === 'calls' ? 'imports' : 'calls')
  const ancestors = model.ancestorsOf(to)
  return model.lineOf(from).some((app) => ancestors.includes(app))
}

function checkStranger(site: AppSite, stranger: Site, add: Add): void {
  if (site.policy === undefined) return
  const { name } = site.app
  for (const kind of ['frames', 'calls'] as const) {
    if (!isMixedContent(site.origin, stranger.origin) && tryFrom(kind, site, stranger) === undefined) {
      const message = `${name} can ${VERBS[kind]} ${stranger.origin}, which is no app of the topology.`
      add(tell('edge-undeclared', 'error', site, message, `Narrow the directives of ${name}.`))
    }
    if (tryTo(kind, stranger, site) === undefined) {
      const message = `${stranger.origin}, which is no app of the topology, can ${VERBS[kind]} ${name}.`
      const fix = kind === 'frames' ? `Narrow frame-ancestors of ${name}.` : `Narrow the CORS origins of ${name}.`
      add(tell('edge-undeclared', 'error', site, message, fix))
    }
  }
}

function tell(code: FindingCode, severity: Finding['severity'], side: AppSite, message: string, fix: string): Finding {
  return { code, severity, path: `apps.${side.app.name}`, value: side.origin, message, fix }
}
