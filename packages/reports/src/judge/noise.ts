import type { Noise } from '../group.ts'
import type { Blocked } from './blocked.ts'
import { NOISE_RULES, type NoiseCondition } from './noise-rules.ts'
import type { PagePlace } from './page-place.ts'
import { isPrivateHost } from './private-host.ts'

/** What the rules look at. */
export interface NoiseEvidence {
  readonly page: PagePlace
  readonly isForeign: boolean
  readonly blocked: Blocked
  /** As the report has it. */
  readonly sourceFile: string
  readonly sample: string
}

type Place = 'blocked' | 'source' | 'page'

interface CompiledRule {
  readonly noise: Noise
  readonly fits: (evidence: NoiseEvidence, source: SourcePlace) => boolean
}

/** The first rule that fits; null for none. The cost grows with the report's own texts alone. */
export function noiseOf(evidence: NoiseEvidence): Noise | null {
  const source = readSource(evidence.sourceFile)
  for (const { noise, fits } of COMPILED) if (fits(evidence, source)) return noise
  return null
}

const COMPILED: readonly CompiledRule[] = NOISE_RULES.map(({ name, confidence, when }) => ({
  noise: Object.freeze({ rule: name, confidence }),
  fits: compileCondition(when),
}))

function compileCondition(when: NoiseCondition): CompiledRule['fits'] {
  if ('schemes' in when) {
    const schemes = new Set(when.schemes)
    return (evidence, source) => when.of.some((place) => schemes.has(at(place, evidence, source).scheme))
  }
  if ('hosts' in when) {
    return (evidence, source) => when.of.some((place) => isBelow(at(place, evidence, source).host, when.hosts))
  }
  if ('sample' in when) {
    return ({ sample }) => sample !== '' && when.sample.some((part) => sample.includes(part))
  }
  if ('page' in when) return ({ isForeign }) => isForeign
  return when.blocked === 'private-address' ? isPrivateNextToPublic : isOwnHostOnOtherPort
}

function at(place: Place, { page, blocked }: NoiseEvidence, source: SourcePlace): SourcePlace {
  return place === 'blocked' ? blocked : place === 'page' ? page : source
}

function isPrivateNextToPublic({ blocked, page }: NoiseEvidence): boolean {
  return blocked.host !== '' && isPrivateHost(blocked.host) && !isPrivateHost(page.host)
}

function isOwnHostOnOtherPort({ blocked, page }: NoiseEvidence): boolean {
  return blocked.host !== '' && blocked.host === page.host && blocked.port !== '' && page.origin.endsWith(page.host)
}

function isBelow(host: string, parents: readonly string[]): boolean {
  return host !== '' && parents.some((parent) => host === parent || host.endsWith(`.${parent}`))
}

interface SourcePlace {
  readonly scheme: string
  readonly host: string
}

const NO_SOURCE: SourcePlace = { scheme: '', host: '' }

/** The scheme and host of a file: cut out and not parsed, since any file of the app's own passes here. */
function readSource(sourceFile: string): SourcePlace {
  if (sourceFile === '') return NO_SOURCE
  const colon = sourceFile.indexOf(':')
  const scheme = (colon === -1 ? sourceFile : sourceFile.slice(0, colon)).toLowerCase()
  if (colon === -1 || !sourceFile.startsWith('//', colon + 1)) return { scheme, host: '' }
  const start = colon + 3
  let end = start
  while (end < sourceFile.length && !isHostEnd(sourceFile.charCodeAt(end))) end++
  return { scheme, host: sourceFile.slice(start, end) }
}

/** `/`, `:`, `?`, `#`. */
function isHostEnd(code: number): boolean {
  return code === 0x2f || code === 0x3a || code === 0x3f || code === 0x23
}
