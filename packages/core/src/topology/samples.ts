import { covers, isLoopback, type OriginPattern, parseOriginPattern } from '../origin/pattern.ts'
import { type App, EDGE_KINDS, type TopologyModel } from './model.ts'

const ANY_PORT = '8443'

/** An origin for each pattern: one of those that it stands for. */
export function sampleOrigins(patterns: readonly OriginPattern[]): readonly string[] {
  return patterns.map((pattern) =>
    write(pattern.scheme, `${pattern.wildcard ? 'sample.' : ''}${pattern.host}`, portOf(pattern)),
  )
}

/** Origins that are nobody's, made to look like those of the app and of everybody it has to do with. */
export function strangersTo(model: TopologyModel, app: App): readonly string[] {
  const others = EDGE_KINDS.flatMap((kind) => [...model.targetsOf(app, kind), ...model.sourcesOf(app, kind)])
  const known = [...model.apps.values()].flatMap(({ patterns }) => patterns)
  const strangers = [...new Set([app, ...others])].flatMap(({ patterns }) => patterns.flatMap(lookAlikes))
  return [...new Set(['https://attacker.example', ...strangers])].filter((origin) => {
    const stranger = parseOriginPattern(origin)
    return !('code' in stranger) && !known.some((pattern) => covers(pattern, stranger))
  })
}

function lookAlikes(pattern: OriginPattern): readonly string[] {
  const { scheme, host, wildcard } = pattern
  const port = portOf(pattern)
  const own = `${wildcard ? 'sample.' : ''}${host}`
  return [
    write(scheme, `${own}.attacker.example`, port),
    write(scheme, `attacker-${host}`, port),
    ...(wildcard ? [write(scheme, host, port)] : []),
    ...(pattern.port === '*' ? [] : [write(scheme, own, '8444')]),
    // Only downwards: a source of http admits https as well, by design (CSP3 §6.7.2.8).
    ...(scheme === 'https' ? [write('http', own, port)] : []),
  ]
}

function portOf({ port }: OriginPattern): string {
  return port === '*' ? ANY_PORT : port
}

function write(scheme: string, host: string, port: string): string {
  return `${scheme}://${host}${port === '' ? '' : `:${port}`}`
}

/** Whether a browser refuses what comes from `to` in a page of `from`, whatever the policies say (Mixed Content §4.4). */
export function isMixedContent(from: string, to: string): boolean {
  if (!from.startsWith('https://') || !to.startsWith('http://')) return false
  return !isLoopback(new URL(to).hostname)
}
