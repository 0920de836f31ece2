import { DIRECTIVES } from '@sallyport/core/csp'
import { type ActName, actOf } from '../act/acts.ts'
import type { CasePolicy, Probe } from '../case.ts'
import type { Dice } from './dice.ts'
import { drawKeyword, drawPlace, drawSourceNear, drawSourceNearAddress, FOREIGN } from './sources.ts'

const strangers = [
  'default-src',
  'connect-src',
  'img-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'frame-src',
  'child-src',
  'worker-src',
  'font-src',
  'media-src',
  'object-src',
  'manifest-src',
  'form-action',
  'base-uri',
  'prefetch-src',
  'foo-src',
] as const

/** The policies of a page with these probes: most of what they say concerns one of them. */
export function drawPolicies(dice: Dice, probes: readonly Probe[], page: URL): readonly CasePolicy[] {
  let isForeign = false
  const hasWorkers = probes.some(({ act }) => isSameOrigin(act))
  return drawSeveral(dice, () => {
    const directives = Array.from({ length: dice.between(1, 4) }, () => drawDirective(dice, probes))
    // Upgraded, a worker would be of another origin than its page. Chromium crashes when a page whose policy is not all ASCII makes a shared worker.
    if (hasWorkers) return directives
    if (page.protocol === 'http:' && dice.chance(0.06)) directives.push('upgrade-insecure-requests')
    if (isForeign || !dice.chance(0.04)) return directives
    isForeign = true
    const spoilt = dice.between(0, directives.length - 1)
    return directives.map((directive, index) => (index === spoilt ? `${directive} ${FOREIGN}` : directive))
  })
}

/** The policies of a framed page. */
export function drawFramePolicies(dice: Dice, ancestors: readonly string[]): readonly CasePolicy[] {
  return drawSeveral(dice, () => {
    const length = dice.chance(0.05) ? 0 : dice.between(1, 4)
    const near = (): string => drawSourceNearAddress(dice, dice.pick(ancestors) ?? '')
    const sources = Array.from({ length }, () => (dice.chance(0.8) ? near() : drawPlace(dice)))
    const values = dice.chance(0.05) ? ["'none'"] : sources
    return [...(dice.chance(0.15) ? ["script-src 'none'"] : []), ['frame-ancestors', ...values].join(' ')]
  })
}

function drawSeveral(dice: Dice, drawDirectives: () => readonly string[]): readonly CasePolicy[] {
  const number = dice.chance(0.7) ? 1 : dice.between(2, 3)
  return Array.from({ length: number }, () => {
    const delivery = dice.chance(0.12) ? 'meta' : 'header'
    const disposition = delivery === 'header' && dice.chance(0.2) ? 'report' : 'enforce'
    const separator = dice.pick(['; ', '; ', ';', ' ;\t', ';;'])
    return { text: drawDirectives().join(separator), disposition, delivery }
  })
}

function drawDirective(dice: Dice, probes: readonly Probe[]): string {
  const probe = dice.pick(probes)
  if (probe === undefined) return "default-src 'self'"
  const first = actOf(probe.act).directive
  const chain = [first, ...(DIRECTIVES.get(first)?.fallback ?? [])]
  const name = (dice.chance(0.85) ? dice.pick(chain) : undefined) ?? dice.pick(strangers)
  const values = dice.chance(0.15) ? ["'none'"] : drawValues(dice, name, probe)
  return [dice.chance(0.03) ? name.toUpperCase() : name, ...values].join(dice.chance(0.05) ? '\t ' : ' ')
}

function drawValues(dice: Dice, name: string, probe: Probe): readonly string[] {
  const hasKeywords = name.startsWith('script-src') || name.startsWith('style-src') || name === 'default-src'
  const length = dice.chance(0.05) ? 0 : dice.between(1, 4)
  return Array.from({ length }, () => {
    if (dice.chance(0.6)) return drawSourceNear(dice, probe)
    return hasKeywords && dice.chance(0.6) ? drawKeyword(dice) : drawPlace(dice)
  })
}

function isSameOrigin(name: ActName): boolean {
  const act = actOf(name)
  return act.kind === 'request' && act.sameOrigin === true
}
