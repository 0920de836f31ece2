import type { Config } from '@sallyport/core'

// Who frames whom and who calls whom, said once. Every app's policy is made from this table, so the two ends of an edge cannot drift
// apart: `frames` becomes frame-src here and frame-ancestors there, `calls` becomes connect-src here and CORS there.
const APPS: Readonly<Record<AppName, App>> = {
  shell: { host: 'shell', port: 0, scripts: 'nonce', frames: ['catalog', 'checkout', 'account'], calls: ['api'] },
  catalog: { host: 'ui.catalog.teams', port: 1, scripts: 'nonce', calls: ['api'] },
  checkout: { host: 'ui.checkout.teams', port: 2, scripts: 'self', calls: ['api'] },
  account: { host: 'ui.account.teams', port: 3, scripts: 'nonce', calls: ['api'] },
  api: { host: 'api', port: 4, scripts: 'none' },
}

/** Team apps live below a domain of this name, and nothing else does. */
const TEAMS = 'teams'

export type AppName = 'shell' | 'catalog' | 'checkout' | 'account' | 'api'
/** Every app that has a policy. The attacker has none. */
export const appNames: readonly AppName[] = ['shell', 'catalog', 'checkout', 'account', 'api']

interface App {
  /** What stands before the domain: `shell` is `shell.example.com`. */
  readonly host: string
  /** Counted from `PORT_BASE` in development; production has no ports. */
  readonly port: number
  /** What lets a script of the app's pages run: the nonce in its tag, coming from the app's own origin, or nothing at all. */
  readonly scripts: 'nonce' | 'self' | 'none'
  readonly frames?: readonly AppName[]
  readonly calls?: readonly AppName[]
}

type Origin = `${string}://${string}`

export interface Topology {
  readonly origins: Readonly<Record<AppName, Origin>>
  /** Someone else's server. It stands in no policy; the shell knows it only to have itself attacked. */
  readonly attacker: Origin
  /** What the shell's `frame-src` admits: the hosts below the teams' domain. */
  readonly framePatterns: readonly Origin[]
  /** The whole configuration of one app. */
  configFor(name: AppName): Config
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
  const originOf = (name: AppName): Origin =>
    parseOrigin(env[`${name.toUpperCase()}_ORIGIN`] || place(APPS[name].host, APPS[name].port))
  const origins: Readonly<Record<AppName, Origin>> = {
    shell: originOf('shell'),
    catalog: originOf('catalog'),
    checkout: originOf('checkout'),
    account: originOf('account'),
    api: originOf('api'),
  }
  const framersOf = (name: AppName): readonly Origin[] =>
    appNames.filter((app) => APPS[app].frames?.includes(name)).map((app) => origins[app])
  const callersOf = (name: AppName): readonly Origin[] =>
    appNames.filter((app) => APPS[app].calls?.includes(name)).map((app) => origins[app])
  const patternsOf = (name: AppName): readonly Origin[] => [
    ...new Set((APPS[name].frames ?? []).map((team) => patternAround(origins[team]))),
  ]

  function pageConfig(name: AppName): Config {
    const { scripts, calls = [] } = APPS[name]
    const framed = patternsOf(name)
    const framers = framersOf(name)
    return {
      csp: {
        directives: {
          'script-src': scripts === 'nonce' ? ["'nonce'", "'strict-dynamic'"] : ["'self'"],
          'default-src': ["'none'"],
          'style-src': ["'self'"],
          'img-src': ["'self'"],
          'font-src': ["'self'"],
          'connect-src': ["'self'", ...calls.map((app) => origins[app])],
          'frame-src': framed.length > 0 ? framed : ["'none'"],
          'frame-ancestors': framers.length > 0 ? framers : ["'none'"],
          'form-action': ["'none'"],
          'base-uri': ["'none'"],
        },
      },
      csrf: true,
      reporting: { endpoint: `${origins.api}/reports` },
    }
  }

  function apiConfig(): Config {
    return {
      cors: {
        origins: callersOf('api'),
        credentials: true,
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH'],
        allowedHeaders: ['content-type', 'idempotency-key'],
        maxAge: 600,
      },
      csrf: { trustedOrigins: 'cors' },
      csp: { directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] } },
      routes: [
        // Only the shell watches what is blocked.
        { path: '/activity', cors: { origins: [origins.shell], credentials: true } },
        // Browsers report from whichever page was attacked, so from anywhere, and nothing here acts in a visitor's name.
        { path: '/reports', cors: { origins: '*', allowedHeaders: ['content-type'] }, csrf: false },
      ],
    }
  }

  return {
    origins,
    attacker: parseOrigin(env.ATTACKER_ORIGIN || place('attacker', 5)),
    framePatterns: patternsOf('shell'),
    configFor: (name) => (APPS[name].scripts === 'none' ? apiConfig() : pageConfig(name)),
    listen: (name) => ({
      host: env.HOST || '127.0.0.1',
      port: Number(env.PORT || base + (name === 'attacker' ? 5 : APPS[name].port)),
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
