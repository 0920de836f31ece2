import { type ActName, actOf, isInlineName } from '../act/acts.ts'
import { isAbout } from '../attribution.ts'
import type { Case, Effect, Probe, Sighting } from '../case.ts'
import { becomesTrue, type ChildWindow, childOf, outcome, pause } from './child.ts'
import { codeDoings } from './doings/code.ts'
import { resourceDoings } from './doings/resources.ts'
import type { Watch } from './watch.ts'

/** Milliseconds. Only what a browser keeps silent about takes them all. */
const LOAD_PATIENCE = 10_000
const PROBE_PATIENCE = 5_000
/** A violation event may come after the error that a blocked element fires. */
const EVENT_PATIENCE = 1_500
/** How long nothing may come any more before a page counts as over: report-only violations announce themselves by nothing else. */
const QUIET = 150

export interface Surroundings {
  readonly watch: Watch
  /** The server was asked for what the probe is about. */
  hasArrived(probe: string): boolean
  /** Nothing that a page's parser does goes unheard from now on. */
  listening(): void
}

/** Opens a case's page in a frame, does there what is to be tried, and says what came of it. */
export async function runCase(one: Case, { watch, hasArrived, listening }: Surroundings): Promise<Sighting> {
  const frame = document.createElement('iframe')
  const effects: Record<string, Effect> = {}
  const loaded = outcome(frame, 'load', 'error')
  frame.src = one.url
  document.body.append(frame)
  if (!(await becomesTrue(() => hasBody(frame, one.url), LOAD_PATIENCE))) throw new Error('the page did not come')
  const child = childOf(frame)
  watch.listenTo(child)
  listening()
  if (!(await Promise.race([loaded, pause(LOAD_PATIENCE)]))) throw new Error('the page did not load')

  const isViolated = (probe: Probe): boolean =>
    watch.violations.some((violation) => violation.disposition === 'enforce' && isAbout(violation, probe))
  const tryOut = async (probe: Probe): Promise<void> => {
    const told = watch
      .until(() => hasArrived(probe.id) || isViolated(probe), PROBE_PATIENCE)
      .then((): Effect => (hasArrived(probe.id) ? 'done' : isViolated(probe) ? 'refused' : 'waiting'))
    const done = perform(child, probe).then((well): Effect => (well ? 'done' : 'refused'))
    const byServer = actOf(probe.act).evidence === 'arrival'
    const effect = await (byServer ? Promise.race([told, done]) : Promise.race([done, waitLong()]))
    effects[probe.id] = effect
    if (effect === 'refused') await watch.until(() => isViolated(probe), EVENT_PATIENCE)
  }
  for (const probes of phasesOf(one.probes)) {
    await Promise.all(probes.map(tryOut))
    await watch.quiet(QUIET)
  }
  frame.remove()
  return { id: one.id, effects, violations: watch.violations }
}

async function waitLong(): Promise<Effect> {
  await pause(PROBE_PATIENCE)
  return 'waiting'
}

/** A refusal is thrown where a browser has no event for it. */
async function perform(child: ChildWindow, probe: Probe): Promise<boolean> {
  try {
    const doing = isInlineName(probe.act) ? codeDoings[probe.act] : resourceDoings[probe.act]
    return await doing(child, probe.blob === undefined ? probe : { ...probe, url: await blobUrl(child, probe.blob) })
  } catch {
    return false
  }
}

/** The runner fetches what the blob holds; the page makes the URL, whose origin is the page's then. */
async function blobUrl(child: ChildWindow, content: string): Promise<string> {
  const response = await fetch(content)
  return child.URL.createObjectURL(await response.blob())
}

function hasBody(frame: HTMLIFrameElement, url: string): boolean {
  const page = frame.contentDocument
  return page !== null && page.URL === url && page.body !== null
}

/** What is done at the same time. Firefox drops a prefetch when anything is loaded into a frame; a base or form may change the page for what follows. */
function phasesOf(probes: readonly Probe[]): readonly (readonly Probe[])[] {
  const apart: readonly ActName[] = ['prefetch', 'base', 'form']
  const [prefetches, bases, forms] = apart.map((name) => probes.filter(({ act }) => act === name))
  const others = probes.filter(({ act }) => !apart.includes(act))
  return [prefetches ?? [], others, bases ?? [], forms ?? []].filter(({ length }) => length > 0)
}
