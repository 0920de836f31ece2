import type { Config, Finding } from '@sallyport/core'
import { defineTopology } from '@sallyport/core/topology'

// Who frames whom and who calls whom, said once. Every app's policy is made from this table, so the two ends of an edge cannot drift
// apart: `frames` becomes frame-src here and frame-ancestors there, `calls` becomes connect-src here and CORS there.
function edgesBetween(origins: Origins, teams: readonly Origin[]) {
  return defineTopology({
    apps: {
      shell: {
        origin: origins.shell,
        frames: ['teams'],
        calls: ['api'],
        directives: { 'form-action': ["'none'"] }, // It has no form.
        // The page of reports brings a policy of its own.
        routes: [{ path: '/reports', csp: false }],
      },
      // Not one app but what the shell may frame: any host below the teams' domain.
      teams: { origin: teams },
      catalog: { origin: origins.catalog, within: 'teams', calls: ['api'] },
      checkout: { origin: origins.checkout, within: 'teams', calls: ['api'], scripts: 'self' },
      account: { origin: origins.account, within: 'teams', calls: ['api'] },
      api: {
        origin: origins.api,
        cors: {
          methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH'],
          allowedHeaders: ['content-type', 'idempotency-key'],
          maxAge: 600,
        },
        routes: [
          // Only the shell watches what is blocked.
          { path: '/activity', cors: { origins: [origins.shell], credentials: true } },
        ],
      },
    },
    reporting: { endpoint: `${origins.api}/reports` },
  })
}

/** What stands before the domain (`shell` is `shell.example.com`), and the port on this machine, counted from `PORT_BASE`. */
const PLACES = {
  shell: { host: 'shell', port: 0 },
  catalog: { host: 'ui.catalog.teams', port: 1 },
  checkout: { host: 'ui.checkout.teams', port: 2 },
  account: { host: 'ui.account.teams', port: 3 },
  api: { host: 'api', port: 4 },
  attacker: { host: 'attacker', port: 5 },
} as const

/** Team apps live below a domain of this name, and nothing else does. */
const TEAMS = 'teams'
const TEAM_APPS = ['catalog', 'checkout', 'account'] as const

/** Every app that has a policy. The attacker has none. */
export const appNames = ['shell', 'catalog', 'checkout', 'account', 'api'] as const
export type AppName = (typeof appNames)[number]

type Origins = Readonly<Record<AppName, Origin>>
type Origin = `${string}://${string}`

export interface Topology {
  readonly origins: Origins
  /** Someone else's server. It stands in no policy; the shell knows it only to have itself attacked. */
  readonly attacker: Origin
  /** What the shell's `frame-src` admits: the hosts below the teams' domain. */
  readonly framePatterns: readonly Origin[]
  /** The whole configuration of one app. */
  configFor(name: AppName): Config
  /** What is wrong with it: a declared edge that would not work, or another that would. */
  check(): readonly Finding[]
  /** A picture of it, as a Mermaid flowchart. */
  graph(): string
  /** Where an app listens: on loopback only, unless `HOST` says otherwise. */
  listen(name: AppName | 'attacker'): { readonly host: string; readonly port: number }
}

/**
 * `DOMAIN=example.com` moves everything to https://shell.example.com, https://ui.catalog.teams.example.com and so on; without it the
 * apps are on *.localhost, which browsers take for this machine. `SHELL_ORIGIN`, `CATALOG_ORIGIN` … override one origin, `PORT_BASE`
 * moves the ports on *.localhost, `HOST` and `PORT` say where a single app listens.
 */
export function createTopology(env: Readonly<Record<string, string | undefined>>): Topology {
  const base = Number(env.PORT_BASE || 4100)
  const place = (host: string, port: number): string =>
    env.DOMAIN ? `https://${host}.${env.DOMAIN}` : `http://${host}.localhost:${base + port}`
  const originOf = (name: AppName | 'attacker'): Origin =>
    parseOrigin(env[`${name.toUpperCase()}_ORIGIN`] || place(PLACES[name].host, PLACES[name].port))
  const origins: Origins = {
    shell: originOf('shell'),
    catalog: originOf('catalog'),
    checkout: originOf('checkout'),
    account: originOf('account'),
    api: originOf('api'),
  }
  const framePatterns = [...new Set(TEAM_APPS.map((team) => patternAround(origins[team])))]
  const edges = edgesBetween(origins, framePatterns)
  return {
    origins,
    attacker: originOf('attacker'),
    framePatterns,
    configFor: edges.configFor,
    check: () => edges.check(),
    graph: () => edges.graph('mermaid'),
    listen: (name) => ({
      host: env.HOST || '127.0.0.1',
      port: Number(env.PORT || base + PLACES[name].port),
    }),
  }
}

function parseOrigin(text: string): Origin {
  const { protocol, host } = new URL(text)
  return `${protocol.slice(0, -1)}://${host}`
}

/** `https://ui.catalog.teams.example.com` becomes `https://*.teams.example.com`. */
function patternAround(origin: Origin): Origin {
  const { protocol, host } = new URL(origin)
  const labels = host.split('.')
  const start = labels.indexOf(TEAMS)
  if (start < 1) throw new Error(`${origin} is not below a domain named ${TEAMS}, so it is no team's.`)
  return `${protocol.slice(0, -1)}://*.${labels.slice(start).join('.')}`
}

export const topology: Topology = createTopology(process.env)
