import type { Case } from '../case.ts'
import { PAGE_ORIGINS } from '../sites.ts'
import { drawFramed } from './addresses.ts'
import { createDice, type Dice } from './dice.ts'
import { drawFramePolicies, drawPolicies } from './policies.ts'
import { drawProbes } from './probes.ts'

const PROBES_IN_A_PAGE = 6

/**
 * At least `pairs` pairs of policies and a resource, in as few cases as hold them. A case depends on the seed and its own number alone: a run for
 * more pairs begins with the same cases.
 */
export function generateCases(seed: number, pairs: number): readonly Case[] {
  const cases: Case[] = []
  for (let made = 0; made < pairs; ) {
    const one = generateCase(seed, cases.length)
    cases.push(one)
    made += pairsIn(one)
  }
  return cases
}

export function generateCase(seed: number, index: number): Case {
  const dice = createDice(seed, index)
  const id = String(index)
  const page = new URL(`/case/${id}`, dice.chance(0.7) ? dice.pick(PAGE_ORIGINS.slice(0, 2)) : dice.pick(PAGE_ORIGINS))
  if (dice.chance(0.1)) return framedCase(dice, id, page)
  const probes = drawProbes(dice, id, page, PROBES_IN_A_PAGE)
  const policies = drawPolicies(dice, probes, page)
  return { id, url: page.href, policies, probes, ...(dice.chance(0.3) ? { joined: true } : {}) }
}

function framedCase(dice: Dice, id: string, runner: URL): Case {
  const { page, ancestors } = drawFramed(dice, runner)
  return { id, url: page.href, policies: drawFramePolicies(dice, [page.href, ...ancestors]), probes: [], ancestors }
}

/** How many pairs of policies and a resource a case is: being framed is one. */
export function pairsIn({ probes, ancestors }: Case): number {
  return ancestors === undefined ? probes.length : 1
}
