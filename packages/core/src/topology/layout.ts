import type { Edge, EdgeKind } from './config.ts'
import type { TopologyGraph, TopologyNode } from './graph.ts'

export interface Box {
  readonly app: TopologyNode
  readonly row: number
  /** Of its centre. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Its lines of text: the name, then where it is. */
  readonly lines: readonly string[]
}

export interface Route {
  readonly edge: Edge
  /** An SVG path. */
  readonly path: string
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  /** Around a group and those of its members that stand beside it. */
  readonly families: readonly Frame[]
  readonly routes: readonly Route[]
}

interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const MARGIN = 28
const COLUMN_GAP = 36
const ROW_GAP = 76
const LANE = 16
const LINE = 16
/** About what a character of the drawing's font takes. */
const NAME_WIDTH = 8.4
const TEXT_WIDTH = 6.6
/** How far the cards of a group stand out. */
export const GROUP_DEPTH = 8
const LONGEST_LINE = 44
const MOST_LINES = 4

/** Puts whoever frames and calls above what is framed and called, and leads the edges between them around what lies between. */
export function layOut(graph: TopologyGraph): Layout {
  const rows = toRows(graph)
  const lanes = graph.edges.length
  const sizes = rows.map((row) => row.map(measure))
  const widest = Math.max(...sizes.map((row) => row.reduce((sum, { width }) => sum + width + COLUMN_GAP, -COLUMN_GAP)))
  // Edges that pass a row by go outside of all of them.
  const side = MARGIN + LANE * Math.ceil(lanes / 2)
  const middle = side + widest / 2
  const boxes: Box[] = []
  let top = MARGIN
  sizes.forEach((row, index) => {
    const height = Math.max(...row.map((size) => size.height))
    let left = middle - row.reduce((sum, { width }) => sum + width + COLUMN_GAP, -COLUMN_GAP) / 2
    for (const size of row) {
      boxes.push({ ...size, row: index, x: left + size.width / 2, y: top + height / 2 })
      left += size.width + COLUMN_GAP
    }
    top += height + ROW_GAP
  })
  return {
    width: Math.round(widest + 2 * side),
    height: Math.round(top - ROW_GAP + MARGIN),
    boxes,
    families: encloseFamilies(boxes),
    routes: routeEdges(graph.edges, boxes, middle - widest / 2, middle + widest / 2),
  }
}

function encloseFamilies(boxes: readonly Box[]): readonly Frame[] {
  return boxes.flatMap((group) => {
    const family = boxes.filter(({ app, row }) => row === group.row && app.within === group.app.name)
    if (family.length === 0) return []
    const all = [group, ...family]
    const left = Math.min(...all.map(({ x, width }) => x - width / 2)) - 12
    const right = Math.max(...all.map(({ x, width }) => x + width / 2)) + 12
    const top = Math.min(...all.map(topOf)) - 8
    const bottom = Math.max(...all.map(({ y, height }) => y + height / 2)) + 12
    return [{ x: left, y: top, width: right - left, height: bottom - top }]
  })
}

function measure(app: TopologyNode): Pick<Box, 'app' | 'width' | 'height' | 'lines'> {
  const shown = app.origins.slice(0, MOST_LINES)
  const more = app.origins.length - shown.length
  const lines = [app.name, ...shown, ...(more > 0 ? [`and ${more} more`] : [])].map(shorten)
  const [name = '', ...others] = lines
  const width = Math.max(name.length * NAME_WIDTH, ...others.map((line) => line.length * TEXT_WIDTH), 96) + 28
  return { app, lines, width: Math.round(width), height: 22 + LINE * lines.length }
}

function shorten(text: string): string {
  const characters = [...text]
  return characters.length <= LONGEST_LINE ? text : `${characters.slice(0, LONGEST_LINE - 1).join('')}…`
}

// What is framed stands below what frames it, whatever else is called upwards.
const BY_WEIGHT: readonly EdgeKind[] = ['frames', 'imports', 'calls']

/** The row of an app is one below the lowest that points to it; an edge that closes a circle is left out of account. */
function toRows({ apps, edges }: TopologyGraph): readonly (readonly TopologyNode[])[] {
  const targets = new Map(apps.map(({ name }) => [name, new Set<string>()]))
  for (const kind of BY_WEIGHT) {
    for (const edge of edges) {
      if (edge.kind !== kind) continue
      // A member stands beside its group.
      const members = apps.flatMap(({ name, within }) => (within === edge.to && name !== edge.from ? [name] : []))
      for (const to of [edge.to, ...members]) if (!reaches(targets, to, edge.from)) targets.get(edge.from)?.add(to)
    }
  }
  const levels = new Map(apps.map(({ name }) => [name, 0]))
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false
    for (const [from, below] of targets) {
      const level = (levels.get(from) ?? 0) + 1
      for (const to of below) {
        if (level <= (levels.get(to) ?? 0)) continue
        levels.set(to, level)
        hasChanged = true
      }
    }
  }
  const familyOf = ({ name, within }: TopologyNode): number => apps.findIndex((app) => app.name === (within ?? name))
  return [...new Set(levels.values())]
    .sort((a, b) => a - b)
    .map((level) => apps.filter(({ name }) => levels.get(name) === level).sort((a, b) => familyOf(a) - familyOf(b)))
}

function reaches(targets: ReadonlyMap<string, ReadonlySet<string>>, start: string, goal: string): boolean {
  const seen = new Set([start])
  for (const name of seen) {
    if (name === goal) return true
    for (const next of targets.get(name) ?? []) seen.add(next)
  }
  return false
}

function routeEdges(edges: readonly Edge[], boxes: readonly Box[], left: number, right: number): readonly Route[] {
  const byName = new Map(boxes.map((box) => [box.app.name, box]))
  const ends = new Map(boxes.map((box) => [box, { top: 0, bottom: 0, side: 0 }]))
  let lanes = 0
  return edges.flatMap((edge) => {
    const from = byName.get(edge.from)
    const to = byName.get(edge.to)
    if (from === undefined || to === undefined) return []
    if (to.row === from.row + 1) {
      const x1 = portOf(from, count(ends.get(from), 'bottom'), to.x)
      const x2 = portOf(to, count(ends.get(to), 'top'), from.x)
      const y1 = from.y + from.height / 2
      const y2 = topOf(to)
      const bend = (y2 - y1) / 2
      return [{ edge, path: `M${at(x1, y1)}C${at(x1, y1 + bend)} ${at(x2, y2 - bend)} ${at(x2, y2)}` }]
    }
    if (to.row === from.row) {
      // Below the row, where no box is; back to itself, too.
      const x1 = portOf(from, count(ends.get(from), 'bottom'), to.x)
      const x2 = portOf(to, count(ends.get(to), 'bottom'), from.x)
      const y1 = from.y + from.height / 2
      const y2 = to.y + to.height / 2
      const dip = Math.max(y1, y2) + ROW_GAP / 2
      return [{ edge, path: `M${at(x1, y1)}C${at(x1, dip)} ${at(x2, dip)} ${at(x2, y2)}` }]
    }
    const isLeft = lanes % 2 === 0
    const x = isLeft ? left - LANE * (1 + lanes / 2) : right + LANE * (1 + (lanes - 1) / 2)
    lanes++
    const edgeOf = (box: Box): number => box.x + ((isLeft ? -1 : 1) * box.width) / 2
    const y1 = sideOf(from, count(ends.get(from), 'side'))
    const y2 = sideOf(to, count(ends.get(to), 'side'))
    const turn = isLeft ? 10 : -10
    const down = y2 >= y1 ? 10 : -10
    const path = `M${at(edgeOf(from), y1)}H${round(x + turn)}Q${at(x, y1)} ${at(x, y1 + down)}V${round(y2 - down)}Q${at(x, y2)} ${at(x + turn, y2)}H${round(edgeOf(to))}`
    return [{ edge, path }]
  })
}

function count(ends: Record<'top' | 'bottom' | 'side', number> | undefined, end: 'top' | 'bottom' | 'side'): number {
  if (ends === undefined) return 0
  ends[end] += 1
  return ends[end] - 1
}

function topOf({ y, height, app }: Box): number {
  return y - height / 2 - (app.kind === 'group' ? GROUP_DEPTH : 0)
}

/** Where the edge meets the box: towards the other end, and each a little beside the one before. */
function portOf(box: Box, index: number, towards: number): number {
  const pull = Math.max(-0.3, Math.min(0.3, (towards - box.x) / 600)) * box.width
  const spread = (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2) * 14
  return Math.max(box.x - box.width / 2 + 12, Math.min(box.x + box.width / 2 - 12, box.x + pull + spread))
}

function sideOf(box: Box, index: number): number {
  return box.y + (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2) * 10
}

function at(x: number, y: number): string {
  return `${round(x)} ${round(y)}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
