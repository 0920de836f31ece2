import type { OriginPattern } from '../origin/pattern.ts'
import type { AppConfig, EdgeKind } from './config.ts'

export const EDGE_KINDS: readonly EdgeKind[] = ['frames', 'calls', 'imports']

/** An app whose configuration has been checked. */
export interface App {
  readonly name: string
  readonly patterns: readonly OriginPattern[]
  readonly config: AppConfig
}

/** All apps of a topology, and what is declared between them. */
export class TopologyModel {
  readonly apps: ReadonlyMap<string, App>

  constructor(apps: ReadonlyMap<string, App>) {
    this.apps = apps
  }

  /** The app itself, then the group it is in. */
  lineOf(app: App): readonly App[] {
    const group = app.config.within === undefined ? undefined : this.apps.get(app.config.within)
    return group === undefined ? [app] : [app, group]
  }

  /** The apps at the other end of its edges and its group's, each once, as they are declared. */
  targetsOf(app: App, kind: EdgeKind): readonly App[] {
    const names = this.lineOf(app).flatMap(({ config }) => config[kind] ?? [])
    return [...new Set(names)].flatMap((name) => this.apps.get(name) ?? [])
  }

  /** The apps that declare an edge to it or to its group. Who only inherits one is left out: the group's patterns stand for it. */
  sourcesOf(app: App, kind: EdgeKind): readonly App[] {
    const names = this.lineOf(app).map(({ name }) => name)
    return [...this.apps.values()].filter(({ config }) => config[kind]?.some((name) => names.includes(name)))
  }

  isDeclared(from: App, to: App, kind: EdgeKind): boolean {
    const names = this.lineOf(to).map(({ name }) => name)
    return this.lineOf(from).some(({ config }) => config[kind]?.some((name) => names.includes(name)))
  }

  /**
   * Everybody who can be above it in a tab: `frame-ancestors` judges all ancestors and not only the parent (CSP3 §6.4.2.1), so what a framed app
   * frames has to admit the outer one as well.
   */
  ancestorsOf(app: App): readonly App[] {
    const found = new Set<App>()
    const queue = [app]
    for (const next of queue) {
      for (const source of this.sourcesOf(next, 'frames')) {
        if (found.has(source)) continue
        found.add(source)
        queue.push(source, ...this.membersOf(source))
      }
    }
    return [...found]
  }

  /** A member may be framed by name, where its group is not. */
  membersOf(group: App): readonly App[] {
    return [...this.apps.values()].filter(({ config }) => config.within === group.name)
  }

  /** What lets scripts of its pages run; `'none'`: it has no pages. */
  scriptsOf(app: App): 'nonce' | 'self' | 'none' {
    if (app.config.scripts !== undefined) return app.config.scripts
    const hasPages =
      EDGE_KINDS.some((kind) => this.targetsOf(app, kind).length > 0) || this.sourcesOf(app, 'frames').length > 0
    return hasPages ? 'nonce' : 'none'
  }
}
