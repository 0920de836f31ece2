import type { RequestAct } from '../act/act.ts'
import { SHELL } from '../sites.ts'
import type { Dice } from './dice.ts'

const hosts = [
  'team1.example.test',
  'team1.example.test',
  'team2.example.test',
  'a.team1.example.test',
  'example.test',
  'other.test',
  'www.other.test',
  SHELL,
  SHELL,
  '127.0.0.1',
] as const

// Nothing that is not ASCII when decoded: Firefox keeps policies decoded, and drops the directive when it hands one to another process.
const paths = [
  '/api/x',
  '/api/x',
  '/api/x/y',
  '/api/',
  '/api',
  '/API/x',
  '/%61pi/x',
  '/api%2Fx',
  '/api/a;b',
  '/api//x',
  '/a%20b',
  '/%7Ex',
  '/other',
  '/',
] as const

const secure: Readonly<Record<string, string>> = { http: 'https', ws: 'wss' }

/** Where something may be asked of from this page so that nothing but its policy stands in the way. No query. */
export function drawAddress(dice: Dice, act: RequestAct, page: URL): string {
  // A service worker's path may not hold an encoded slash (Service Workers §3.4.5).
  if (act.sameOrigin) return page.origin + dice.pick(act.secure ? ['/api/x', '/other', '/%61pi/x'] : paths)
  const plain = act.webSocket ? 'ws' : 'http'
  // From https to http is mixed content, which is blocked whatever the policy says.
  const isPlain = page.protocol === 'http:' ? dice.chance(0.6) : act.upgradable === true && dice.chance(0.15)
  const scheme = isPlain ? plain : (secure[plain] ?? plain)
  const port = dice.chance(0.75) ? '' : dice.pick([':80', ':443', ':8080', ':8443'])
  return new URL(`${scheme}://${dice.pick(hosts)}${port}${dice.pick(paths)}`).href
}

/** A framed page and the pages around it, its parent first. The last one is the runner's. */
export function drawFramed(dice: Dice, runner: URL): { readonly page: URL; readonly ancestors: readonly string[] } {
  const ancestors = [new URL('/run', runner).href]
  // No http page is shown in an https one.
  let isSecure = runner.protocol === 'https:'
  const drawOrigin = (host: string): string => {
    isSecure ||= dice.chance(0.3)
    return `${isSecure ? 'https' : 'http'}://${host}${dice.chance(0.75) ? '' : dice.pick([':8080', ':8443'])}`
  }
  for (let depth = dice.between(0, 2); depth > 0; depth--) {
    ancestors.unshift(dice.chance(0.1) ? 'data:' : `${drawOrigin(dice.pick(hosts))}/`)
  }
  return { page: new URL(runner.pathname, drawOrigin(dice.chance(0.5) ? SHELL : dice.pick(hosts))), ancestors }
}
