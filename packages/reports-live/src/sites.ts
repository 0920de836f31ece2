export type Scheme = 'https' | 'http'

/** Under which names an engine can be made to find the apps. */
export interface Sites {
  origin(app: string, scheme: Scheme): string
  /** Another site where the same app answers. */
  elsewhere(app: string): string
  /** Somebody else's. */
  attacker(scheme: Scheme): string
  /** The app that a host name stands for. */
  appOf(host: string): string
}

/** For engines that connect to where they are told: names and ports as in the wild, and http that is not trusted. */
export const NAMED: Sites = {
  origin: (app, scheme) => `${scheme}://${app}.example.test`,
  elsewhere: (app) => `https://${app}.collector.test`,
  attacker: (scheme) => `${scheme}://attacker.test`,
  appOf: firstLabel,
}

/** All names of {@link NAMED}. */
export function hostsOf(apps: readonly string[]): readonly string[] {
  const origins = apps.flatMap((app) => [NAMED.origin(app, 'https'), NAMED.elsewhere(app)])
  return [...origins, NAMED.attacker('https')].map((origin) => new URL(origin).hostname)
}

const ELSEWHERE = '-elsewhere'

/** For an engine that cannot be told: names that every system takes for its own loopback address, and the port that is really there. */
export function onLoopback(port: number): Sites {
  return {
    origin: (app, scheme) => `${scheme}://${app}.localhost:${port}`,
    elsewhere: (app) => `https://${app}${ELSEWHERE}.localhost:${port}`,
    attacker: (scheme) => `${scheme}://attacker.localhost:${port}`,
    appOf: (host) => {
      const label = firstLabel(host)
      return label.endsWith(ELSEWHERE) ? label.slice(0, -ELSEWHERE.length) : label
    },
  }
}

function firstLabel(host: string): string {
  return host.split('.')[0] ?? ''
}
