import { createHash } from 'node:crypto'
import type { RequestAct } from '../act/act.ts'
import { type ActName, actOf, INLINE_ACTS, type InlineActName, isInlineName, REQUEST_ACTS } from '../act/acts.ts'
import { dataUrl, textOf } from '../act/content.ts'
import type { Probe } from '../case.ts'
import { drawAddress } from './addresses.ts'
import type { Dice } from './dice.ts'

const requestNames: readonly ActName[] = namesOf(REQUEST_ACTS)
const inlineNames: readonly ActName[] = namesOf(INLINE_ACTS)

/** What is tried in one page: no two acts that a violation could not tell apart. */
export function drawProbes(dice: Dice, caseId: string, page: URL, number: number): readonly Probe[] {
  const taken = new Set<string>()
  const probes: Probe[] = []
  for (let tries = 0; probes.length < number && tries < 10 * number; tries++) {
    const probe = drawProbe(dice, `${caseId}-${probes.length}`, page)
    if (probe === undefined || taken.has(traceOf(probe))) continue
    taken.add(traceOf(probe))
    probes.push(probe)
  }
  return probes
}

function drawProbe(dice: Dice, id: string, page: URL): Probe | undefined {
  const name = dice.chance(0.35) ? dice.pick(inlineNames) : dice.pick(requestNames)
  if (name === undefined) return undefined
  const act = actOf(name)
  if (isInlineName(name)) return inlineProbe(dice, id, name)
  if (act.kind !== 'request' || (act.secure && page.protocol !== 'https:')) return undefined
  return requestProbe(dice, id, name, act, page)
}

function inlineProbe(dice: Dice, id: string, name: InlineActName): Probe {
  const act = INLINE_ACTS[name]
  return {
    id,
    act: name,
    text: textOf(act.language, id),
    ...(act.nonceable ? drawNonce(dice, act.type === 'script') : {}),
  }
}

function requestProbe(dice: Dice, id: string, name: ActName, act: RequestAct, page: URL): Probe {
  const text = textOf(act.content, id)
  const isScript = act.content === 'script' && act.evidence === 'effect'
  const nonce = act.attributes?.includes('nonce') ? drawNonce(dice, isScript) : {}
  const local = dice.chance(0.15) ? dice.pick(act.local ?? []) : undefined
  if (local !== undefined) {
    const content = dataUrl(act.content, id)
    return { id, act: name, ...(local === 'data' ? { url: content } : { url: 'blob:', blob: content }), text, ...nonce }
  }
  const query = `?probe=${id}`
  const url = drawAddress(dice, act, page) + query
  // Nothing that the matcher is asked tells that a fetch may outlive its page, and Chromium holds it to paths after redirects then.
  const canRedirect =
    name !== 'fetch to outlive the page' &&
    !act.webSocket &&
    act.initiator !== 'base' &&
    act.destination !== 'serviceworker'
  return {
    id,
    act: name,
    url,
    text,
    ...nonce,
    ...(canRedirect && dice.chance(0.15) ? { redirect: `${drawAddress(dice, act, page)}${query}&hop` } : {}),
    ...(act.attributes?.includes('integrity') && dice.chance(0.3) ? { integrity: drawIntegrity(dice, text) } : {}),
  }
}

/** Whether the nonce of a link counts is asked by no browser, that of a <style> by Chromium alone. */
function drawNonce(dice: Dice, isScript: boolean): Pick<Probe, 'nonce' | 'dangling'> {
  if (dice.chance(0.5)) return {}
  const nonce = dice.pick(['abc123', 'abc123', 'ABC123', 'zzz'])
  return isScript && dice.chance(0.15) ? { nonce, dangling: true } : { nonce }
}

/** One that the text lives up to; browsers look at the strongest algorithm only. */
function drawIntegrity(dice: Dice, text: string): string {
  const hash = (algorithm: string): string => `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`
  const wrong = 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
  return dice.pick([
    hash('sha256'),
    hash('sha384'),
    hash('sha512'),
    `${hash('sha256')} ${hash('sha512')}`,
    `${hash('sha384')} ${wrong}`,
    `${hash('sha256')} ${wrong}`,
  ])
}

/** What a violation event would tell of the probe, where that is not the probe itself. */
function traceOf({ act: name, url, id }: Probe): string {
  const act = actOf(name)
  if (act.kind === 'inline') {
    if (act.type === 'eval' || act.type === 'wasm-eval' || act.type === 'navigation') return act.type
    return name
  }
  if (act.secretive !== undefined) return act.secretive.join()
  if (name === 'form') return name
  return url?.startsWith('data:') || url === 'blob:' ? `${url.slice(0, 5)} ${act.directive}` : id
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[] {
  const names: Name[] = []
  for (const name in table) names.push(name)
  return names
}
