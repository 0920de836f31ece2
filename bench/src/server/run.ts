import { isWanted, type Options } from '../options.ts'
import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
import { shuffle } from '../statistics.ts'
import { checkAnswer } from './answer.ts'
import { type Framework, frameworks } from './apps.ts'
import { BARE, type Comparison, compareAll, summarise } from './comparison.ts'
import { canReadCpuTime } from './cpu-time.ts'
import { type Instance, launch } from './instance.ts'
import { TASKS, type Variant } from './variant.ts'

const WARM_UP_BURSTS = 24

/** For each framework, all variants at once, in bursts in random order. */
export async function runServers(options: Options, progress: Progress): Promise<readonly Result[]> {
  if (!canReadCpuTime()) {
    progress.clear()
    console.error('Servers are left out: their CPU time can be read on Linux only.')
    return []
  }
  const { launches, bursts } = options.quick ? { launches: 1, bursts: 48 } : { launches: 5, bursts: 192 }
  const wanted = frameworks
    .map((framework) => ({ framework, variants: wantedVariants(framework, options) }))
    .filter(({ variants }) => variants.length > 0)
  const queue = shuffle(Array.from({ length: launches }, () => wanted).flat())
  const measured = new Map<Framework, Comparison[]>(wanted.map(({ framework }) => [framework, []]))
  for (const [index, { framework, variants }] of queue.entries()) {
    progress.show(`servers ${index + 1}/${queue.length}: ${framework}`)
    measured.get(framework)?.push(...(await race(framework, variants, bursts)))
  }
  return [...measured].flatMap(([framework, comparisons]) => summarise(framework, comparisons))
}

function wantedVariants(framework: Framework, options: Options): readonly Variant[] {
  const guards = ['constants', 'sallyport', 'peer'] as const
  return TASKS.flatMap((task) => guards.map((guard): Variant => ({ guard, task }))).filter(({ guard, task }) =>
    isWanted(options, `${framework}/${task} ${guard}`),
  )
}

/** One launch of a framework's variants, and of the bare framework they are compared with. */
async function race(
  framework: Framework,
  variants: readonly Variant[],
  bursts: number,
): Promise<readonly Comparison[]> {
  const instances: Instance[] = []
  try {
    for (const variant of [BARE, ...variants]) instances.push(await launch(framework, variant))
    for (const instance of instances) await expectAnswer(framework, instance)
    await burstAll(instances, WARM_UP_BURSTS)
    const costs = await burstAll(instances, bursts)
    const byVariant = new Map([...costs].map(([instance, list]) => [instance.variant, list]))
    return compareAll(variants, (variant) => byVariant.get(variant) ?? [])
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()))
  }
}

async function expectAnswer(framework: Framework, instance: Instance): Promise<void> {
  const problem = checkAnswer(await instance.sample(), instance.variant)
  if (problem === undefined) return
  throw new Error(`${framework}/${instance.variant.task} ${instance.variant.guard}: ${problem}`)
}

async function burstAll(
  instances: readonly Instance[],
  bursts: number,
): Promise<ReadonlyMap<Instance, readonly number[]>> {
  const costs = new Map<Instance, number[]>(instances.map((instance) => [instance, []]))
  for (let round = 0; round < bursts; round++) {
    for (const instance of shuffle(instances)) costs.get(instance)?.push(await instance.burst())
  }
  return costs
}
