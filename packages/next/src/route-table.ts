import { styleText } from 'node:util'
import type { RouteReport } from './route-report.ts'
import { terminalText } from './terminal-text.ts'

export interface TableOptions {
  readonly isColoured: boolean
}

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

/** How many paths of one page, and of `public`, are listed one by one. */
const MOST_PATHS = 3
const MOST_PLACES = 5
const MOST_EXPLAINED = 20

/** The routes as aligned text, what would be blocked below, and a last line that says whether all is well. */
export function routeTable(routes: readonly RouteReport[], { isColoured }: TableOptions): string {
  const paint: Paint = (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text)
  return [
    alignedRows(rowsOf(routes), paint),
    ...explained(routes, paint),
    ...footnotes(routes),
    verdict(routes, paint),
  ].join('\n\n')
}

export function isWrong({ breaks, problem }: RouteReport): boolean {
  return breaks || problem !== undefined
}

type Row = readonly [route: string, ...cells: readonly string[]]

const HEADINGS: Row = ['Route', 'Kind', 'Policy rests on', 'Header', 'Hashes', 'Inline styles']
/** Numbers, from this column on. */
const FIRST_NUMBER = 3

interface TableRow {
  readonly cells: Row
  readonly isWrong: boolean
}

/** Paths of one page with parameters stand below it, the first few of them. */
function rowsOf(routes: readonly RouteReport[]): readonly TableRow[] {
  const groups = new Map<string, RouteReport[]>()
  for (const route of routes) {
    const members = groups.get(groupOf(route))
    if (members === undefined) groups.set(groupOf(route), [route])
    else members.push(route)
  }
  return [...groups].flatMap(([name, members]): readonly TableRow[] => {
    const own = members.find(({ route }) => route === name)
    const paths = members.filter((member) => member !== own)
    const head = own === undefined ? emptyRow(name) : routeRow(own, '')
    const shown = paths.slice(0, MOST_PATHS)
    const hidden = paths.slice(MOST_PATHS)
    return [head, ...shown.map((path) => routeRow(path, '  ')), ...(hidden.length === 0 ? [] : [summaryRow(hidden)])]
  })
}

function groupOf({ page }: RouteReport): string {
  return page === 'public' ? 'files of public' : page
}

function emptyRow(name: string): TableRow {
  return { cells: [terminalText(name), '', '', '', '', ''], isWrong: false }
}

function routeRow(route: RouteReport, indent: string): TableRow {
  const { basis, bytes, hashes, inlineStyles } = route
  const isLater = route.kind === 'on demand' && basis === 'hashes'
  return {
    cells: [
      indent + terminalText(route.route),
      kindText(route),
      isLater ? 'hashes, when it is made' : basis,
      bytes === 0 ? '–' : byteText(bytes) + (isLater ? '+' : ''),
      hashes === 0 ? '–' : String(hashes),
      inlineStyles === undefined ? '' : inlineStyles === 0 ? '–' : String(inlineStyles),
    ],
    isWrong: isWrong(route),
  }
}

function summaryRow(paths: readonly RouteReport[]): TableRow {
  const most = (values: readonly number[]): number => values.reduce((one, other) => Math.max(one, other), 0)
  const bytes = most(paths.map((path) => path.bytes))
  const hashes = most(paths.map((path) => path.hashes))
  const styles = most(paths.map(({ inlineStyles = 0 }) => inlineStyles))
  return {
    cells: [
      `  and ${paths.length} more`,
      '',
      '',
      bytes === 0 ? '–' : `≤ ${byteText(bytes)}`,
      hashes === 0 ? '–' : `≤ ${hashes}`,
      styles === 0 ? '' : `≤ ${styles}`,
    ],
    isWrong: paths.some(isWrong),
  }
}

function kindText({ kind, revalidate }: RouteReport): string {
  const name = kind === 'isr' ? 'ISR' : kind
  return revalidate === undefined ? name : `${name}, ${revalidate} s`
}

function byteText(bytes: number): string {
  return `${bytes.toLocaleString('en')} B`
}

function alignedRows(rows: readonly TableRow[], paint: Paint): string {
  const widths = HEADINGS.map((heading, column) =>
    rows.reduce((width, { cells }) => Math.max(width, widthOf(cells[column] ?? '')), widthOf(heading)),
  )
  const align = (cells: Row): string =>
    cells
      .map((cell, column) => {
        const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)))
        return column < FIRST_NUMBER ? cell + space : space + cell
      })
      .join('  ')
      .trimEnd()
  return [
    paint('dim', `  ${align(HEADINGS)}`),
    ...rows.map(({ cells, isWrong: wrong }) => (wrong ? paint('red', `✗ ${align(cells)}`) : `  ${align(cells)}`)),
  ].join('\n')
}

function widthOf(text: string): number {
  return Array.from(text).length
}

/** Each different thing once, with its places: what a layout holds is in every page. Those that break a page come first. */
function explained(routes: readonly RouteReport[], paint: Paint): readonly string[] {
  const places = new Map<string, string[]>()
  const note = (what: string, place: string): void => {
    const known = places.get(what)
    if (known === undefined) places.set(what, [place])
    else known.push(place)
  }
  for (const { route, blocked, problem } of [...routes.filter(isWrong), ...routes.filter((route) => !isWrong(route))]) {
    if (problem !== undefined) note(problem, route)
    for (const item of blocked) {
      const space = item.indexOf(' ')
      note(item.slice(space + 1), `${route}:${item.slice(0, space)}`)
    }
  }
  const texts = [...places].map(([what, all]) => {
    const shown = all.slice(0, MOST_PLACES).map(terminalText).join(', ')
    const more = all.length > MOST_PLACES ? ` and ${all.length - MOST_PLACES} more` : ''
    return `${paint('bold', terminalText(what))}\n  ${shown}${more}`
  })
  const left = texts.length - MOST_EXPLAINED
  return left > 0 ? [...texts.slice(0, MOST_EXPLAINED), `and ${left} more (--json lists all)`] : texts
}

function footnotes(routes: readonly RouteReport[]): readonly string[] {
  const styled = routes.filter(({ inlineStyles = 0 }) => inlineStyles > 0).length
  const unsealed = routes.filter(({ without, problem }) => without.length > 0 && problem === undefined)
  const withheld = [...new Set(unsealed.flatMap(({ without }) => without))].join(' and ')
  return [
    ...(styled > 0
      ? [
          `Inline styles: style attributes, and <style>s that are not Next.js's own, in ${routesText(styled)}. Only 'unsafe-inline' in style-src admits them.`,
        ]
      : []),
    ...(unsealed.length > 0
      ? [
          `Made where nothing can seal it: ${terminalText(unsealed.map(({ route }) => route).join(', '))}. Sent without ${withheld}, and with the rest of the policy.`,
        ]
      : []),
  ]
}

function verdict(routes: readonly RouteReport[], paint: Paint): string {
  const all = routesText(routes.length)
  const breaking = routes.filter(({ breaks }) => breaks).length
  const lacking = routes.filter(({ breaks, problem }) => !breaks && problem !== undefined).length
  const lines = [
    ...(breaking > 0 ? [`✗ ${breaking} of ${all} would break.`] : []),
    ...(lacking > 0 ? [`✗ ${lacking} of ${all} would go without what a nonce decides.`] : []),
  ]
  if (lines.length === 0) return paint('green', `✓ ${all}, and none would break.`)
  return lines.map((line) => paint('red', line)).join('\n')
}

function routesText(count: number): string {
  return count === 1 ? '1 route' : `${count} routes`
}
