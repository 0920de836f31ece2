import type { Edge, EdgeKind } from './config.ts'
import { EDGE_KINDS, type TopologyModel } from './model.ts'

/** A topology as data: nodes and the declared edges, both in the order of the table. */
export interface TopologyGraph {
  readonly apps: readonly TopologyNode[]
  readonly edges: readonly Edge[]
}

export interface TopologyNode {
  readonly name: string
  readonly origins: readonly string[]
  /** `'group'`: of its origins one is a pattern. `'api'`: it has no pages. */
  readonly kind: 'page' | 'group' | 'api' | 'external'
  readonly within?: string
}

export function toGraph(model: TopologyModel): TopologyGraph {
  const apps = [...model.apps.values()]
  return {
    apps: apps.map((app) => {
      const { name, patterns, config } = app
      const isGroup = patterns.some(({ wildcard, port }) => wildcard || port === '*')
      const hasPages = model.scriptsOf(app) !== 'none'
      return {
        name,
        origins: patterns.map(({ text }) => text),
        kind: config.external === true ? 'external' : isGroup ? 'group' : hasPages ? 'page' : 'api',
        ...(config.within === undefined ? {} : { within: config.within }),
      }
    }),
    edges: apps.flatMap(({ name, config }) =>
      EDGE_KINDS.flatMap((kind) => (config[kind] ?? []).map((to) => ({ from: name, to, kind }))),
    ),
  }
}

const ARROWS: Readonly<Record<EdgeKind, string>> = { frames: '-->', calls: '-.->', imports: '==>' }

/** A Mermaid flowchart, as GitHub and most documentation tools draw it. */
export function drawMermaid({ apps, edges }: TopologyGraph): string {
  // Names may hold what is syntax there, so that nodes go by number.
  const ids = new Map(apps.map(({ name }, index) => [name, `app${index}`]))
  const idOf = (name: string): string => ids.get(name) ?? ''
  const node = ({ name, origins, kind }: TopologyNode): string => {
    const label = `"${[name, ...origins].map(escapeMermaid).join('<br/>')}"`
    const [open, close] = kind === 'api' ? ['[(', ')]'] : kind === 'external' ? ['([', '])'] : ['[', ']']
    return `${idOf(name)}${open}${label}${close}`
  }
  const lines = apps.map((app) => `  ${node(app)}`)
  for (const { from, to, kind } of edges) lines.push(`  ${idOf(from)} ${ARROWS[kind]}|${kind}| ${idOf(to)}`)
  for (const { name, within } of apps)
    if (within !== undefined) lines.push(`  ${idOf(name)} ---|within| ${idOf(within)}`)
  return `flowchart TB\n${lines.join('\n')}\n`
}

function escapeMermaid(text: string): string {
  let escaped = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isPlain =
      code > 0x20 &&
      code !== 0x22 &&
      code !== 0x23 &&
      code !== 0x26 &&
      code !== 0x3b &&
      code !== 0x3c &&
      code !== 0x3e &&
      code !== 0x60
    escaped += isPlain || character === ' ' ? character : `#${code};`
  }
  return escaped
}
