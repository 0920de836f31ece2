import type { Case, Sighting } from '../case.ts'
import type { Surroundings } from './case-run.ts'

const PATIENCE = 8_000
const QUIET = 200

/** Puts a case's page into its ancestors. The page asks the server for an image when it is shown; the browser sends a report when it is not. */
export async function runFramedCase(
  one: Case,
  outermost: string,
  { watch, hasArrived }: Surroundings,
  isReported: (probe: string) => boolean,
): Promise<Sighting> {
  const probe = `${one.id}-0`
  const frame = document.createElement('iframe')
  frame.src = outermost
  document.body.append(frame)
  await watch.until(() => hasArrived(probe) || isReported(probe), PATIENCE)
  await watch.quiet(QUIET)
  frame.remove()
  return {
    id: one.id,
    effects: { [probe]: hasArrived(probe) ? 'done' : isReported(probe) ? 'refused' : 'waiting' },
    violations: [],
  }
}
