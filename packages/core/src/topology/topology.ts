import type { CompileOptions } from '../compile-options.ts'
import type { Config } from '../config.ts'
import type { Finding } from '../finding.ts'
import { showValue } from '../finding.ts'
import { copyFrozen } from '../frozen-copy.ts'
import { nearestName } from '../nearest.ts'
import type { Policy } from '../policy.ts'
import { configureApp } from './app-config.ts'
import { checkTopology } from './check.ts'
import type { TopologyConfig } from './config.ts'
import { drawMermaid, type TopologyGraph, toGraph } from './graph.ts'
import { readTopology } from './read.ts'
import { drawSvg } from './svg.ts'

export interface Topology<Name extends string = string> {
  /** Every app, in the order of the table. */
  readonly names: readonly Name[]
  /**
   * The configuration of one app: its end of every edge. `frames` is `frame-src` here and `frame-ancestors` there (of all that can be above it),
   * `calls` is `connect-src` here and CORS, `Timing-Allow-Origin` and the request guard's trust there, `imports` is `script-src` here and CORS there.
   *
   * @throws {TypeError} for a name that is not in the table, and for an external app.
   */
  configFor(name: Name): Config
  /**
   * Simulates the edges: every declared one has to work, and no other. The response of each app's path `/` is looked at, with `configFor`'s
   * configuration, or with the one that is really used where `configs` gives it. A finding names the side that is wrong. Empty when all is well.
   *
   * @throws {ConfigError} when a configuration does not compile.
   * @throws {TypeError} for a name that is not in the table.
   */
  check(configs?: Readonly<Partial<Record<Name, Config | Policy>>>): readonly Finding[]
  /** A picture of it: a Mermaid flowchart, or an SVG that goes with a light page and a dark one. */
  graph(format: 'mermaid' | 'svg'): string
  graph(format: 'json'): TopologyGraph
}

/**
 * Says once who may frame, call and import from whom; both ends of every edge are made from it, so that they cannot drift apart.
 *
 * ```ts
 * const topology = defineTopology({
 *   apps: {
 *     shell: { origin: 'https://shell.example.com', frames: ['teams'], calls: ['api'] },
 *     teams: { origin: 'https://*.team.example.com', calls: ['api'] },
 *     api: { origin: 'https://api.example.com' },
 *   },
 * })
 * ```
 *
 * @param options With `isPublicSuffix`, of `@sallyport/public-suffixes` say, a group below a public suffix such as `github.io`, where anyone can
 * have a host, is an error. Default: only top-level domains are known to be such.
 * @throws {ConfigError} naming every problem of the table, each with its place, value and fix.
 */
export function defineTopology<const Name extends string>(
  config: TopologyConfig<Name>,
  options: CompileOptions = {},
): Topology<Name> {
  const model = readTopology(config, options)
  const { reporting } = config
  const configFor = (name: string): Config => {
    const app = model.apps.get(name)
    if (app === undefined) throw new TypeError(unknownApp(name, model.apps.keys()))
    if (app.config.external === true) throw new TypeError(`${name} is external, so it is not ours to configure.`)
    // Of its own and frozen: what one caller does to it, the next one must not get.
    return copyFrozen(configureApp(app, model, reporting))
  }
  function graph(format: 'mermaid' | 'svg'): string
  function graph(format: 'json'): TopologyGraph
  function graph(format: 'mermaid' | 'svg' | 'json'): string | TopologyGraph {
    switch (format) {
      case 'json':
        return toGraph(model)
      case 'mermaid':
        return drawMermaid(toGraph(model))
      case 'svg':
        return drawSvg(toGraph(model))
      default:
        throw new TypeError(`graph draws 'mermaid', 'svg' and 'json', not ${showValue(format)}.`)
    }
  }
  return Object.freeze({
    names: Object.freeze(namesOf(config)),
    configFor,
    check: (configs: Readonly<Partial<Record<string, Config | Policy>>> = {}) => {
      // An app that is misspelt here would be checked by what configFor makes, and found to be all right.
      if (typeof configs !== 'object' || configs === null) {
        throw new TypeError(`check takes configurations by app, { shell: config }, not ${showValue(configs)}.`)
      }
      for (const name of Object.keys(configs)) {
        if (!model.apps.has(name)) throw new TypeError(unknownApp(name, model.apps.keys()))
      }
      return checkTopology(model, configFor, configs)
    },
    graph,
  })
}

function unknownApp(name: string, names: Iterable<string>): string {
  const all = [...names]
  const nearest = typeof name === 'string' ? nearestName(name, all) : undefined
  const fix = nearest === undefined ? `The apps are ${all.join(', ')}.` : `Did you mean ${nearest}?`
  return `The topology has no app ${showValue(name)}. ${fix}`
}

function namesOf<Name extends string>({ apps }: TopologyConfig<Name>): readonly Name[] {
  const names: Name[] = []
  for (const name in apps) names.push(name)
  return names
}
