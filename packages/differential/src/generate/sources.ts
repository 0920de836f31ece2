import { createHash } from 'node:crypto'
import { actOf } from '../act/acts.ts'
import type { Probe } from '../case.ts'
import type { Dice } from './dice.ts'

type Draw = (dice: Dice) => string

const ALGORITHMS = ['sha256', 'sha384', 'sha512'] as const

const keywords = [
  "'unsafe-inline'",
  "'unsafe-inline'",
  "'unsafe-eval'",
  "'unsafe-hashes'",
  "'strict-dynamic'",
  "'report-sample'",
  "'wasm-unsafe-eval'",
  "'trusted-types-eval'",
  "'nonce-abc123'",
  "'nonce-zzz'",
  "'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='",
] as const

const places = [
  "'self'",
  "'self'",
  '*',
  'http:',
  'https:',
  'ws:',
  'wss:',
  'data:',
  'blob:',
  'team1.example.test',
  '*.example.test',
  '*.other.test',
  'http://team1.example.test',
  'https://*.example.test',
  'https://other.test',
  'wss://team1.example.test',
  '*:*',
  '*:8443',
  'https://*:*',
  '127.0.0.1',
] as const

/** What people get wrong, and what standards forbid. */
const oddities = [
  "'none'",
  "'SELF'",
  'self',
  'none',
  "'nonce-'",
  "'sha256-!!'",
  "'sha512-AAAA'",
  "'unknown'",
  '*.',
  '**.example.test',
  '*example.test',
  'team1.*.test',
  'https://',
  'https:team1.example.test',
  '//team1.example.test',
  '/api/x',
  'team1.example.test:',
  'team1.example.test:http',
  'team1.example.test:0443',
  'HTTPS:',
  'team1.example.test.',
  'team1_example.test',
  '[::1]',
  "'unsafe-inline",
] as const

export function drawPlace(dice: Dice): string {
  return dice.chance(0.12) ? dice.pick(oddities) : dice.pick(places)
}

/** What makes browsers drop a directive (CSP3 §2.2.1). No two policies of a page have it: Chromium's events then do not tell which of them they are about. */
export const FOREIGN = 'é.example.test'

export function drawKeyword(dice: Dice): string {
  return dice.pick(keywords)
}

/** A source that has to do with the probe: one that matches it, or that almost does. */
export function drawSourceNear(dice: Dice, probe: Probe): string {
  const addresses = [probe.url, probe.redirect].filter((url) => url !== undefined)
  const draws = [...sourcesOfCode(probe), ...addresses.flatMap(sourcesOf)]
  return dice.pick(draws)?.(dice) ?? "'self'"
}

/** A source that matches the address, or that almost does. */
export function drawSourceNearAddress(dice: Dice, address: string): string {
  return dice.pick(sourcesOf(address))?.(dice) ?? "'self'"
}

function sourcesOfCode(probe: Probe): readonly Draw[] {
  const act = actOf(probe.act)
  const { text, nonce, integrity } = probe
  const nonceDraws: readonly Draw[] = nonce ? [() => `'nonce-${nonce}'`, () => `'NONCE-${nonce}'`] : []
  if (act.kind === 'inline') {
    const isEval = act.type === 'eval' || act.type === 'wasm-eval'
    if (isEval) return [() => "'unsafe-eval'", () => "'wasm-unsafe-eval'", drawKeyword]
    const hash: Draw = (dice) => hashOf(text ?? '', dice)
    const hashed: Draw = (dice) => `'unsafe-hashes' ${hash(dice)}`
    return [() => "'unsafe-inline'", hash, hash, hashed, ...nonceDraws, () => "'strict-dynamic'"]
  }
  const hashDraws: readonly Draw[] = (integrity ?? '')
    .split(' ')
    .flatMap((hash) => (hash === '' ? [] : [() => `'${hash}'`]))
  return [...nonceDraws, ...hashDraws, ...hashDraws]
}

/** A hash source of the text, or of almost the text. */
function hashOf(text: string, dice: Dice): string {
  const algorithm = dice.pick(ALGORITHMS)
  const digest = createHash(algorithm)
    .update(dice.chance(0.85) ? text : `${text} `)
    .digest(dice.chance(0.85) ? 'base64' : 'base64url')
  return `'${dice.chance(0.9) ? algorithm : algorithm.toUpperCase()}-${digest}'`
}

function sourcesOf(address: string): readonly Draw[] {
  if (!URL.canParse(address) || address.startsWith('blob:') || address.startsWith('data:')) {
    return [() => address.slice(0, address.indexOf(':') + 1), () => '*', () => "'self'"]
  }
  const url = new URL(address)
  const { hostname, pathname, protocol } = url
  const port = url.port || (protocol === 'https:' || protocol === 'wss:' ? '443' : '80')
  const parent = hostname.slice(hostname.indexOf('.') + 1)
  const schemes = ['http:', 'https:', 'ws:', 'wss:', protocol, protocol] as const
  const folder = pathname.slice(0, pathname.lastIndexOf('/') + 1)
  return [
    () => url.host,
    () => hostname,
    () => `${protocol}//${url.host}`,
    (dice) => `${dice.pick(schemes)}//${url.host}`,
    (dice) => `${dice.pick(schemes)}//${hostname}:${port}`,
    (dice) => dice.pick(schemes),
    () => `${hostname}:${port}`,
    () => `${hostname}:*`,
    (dice) => `${dice.pick(['', `${protocol}//`])}*.${dice.pick([parent, hostname])}`,
    () => `*.${parent}:${port}`,
    (dice) =>
      `${url.host}${dice.pick([pathname, folder, `${pathname}/`, pathname.toUpperCase(), encodeFirst(pathname)])}`,
    (dice) => `${protocol}//${url.host}${dice.pick([pathname, folder])}${dice.pick(['', '', '?q', '#f', '/%2e'])}`,
    () => hostname.toUpperCase(),
  ]
}

/** The same path, one letter of it percent-encoded. */
function encodeFirst(path: string): string {
  const letter = path.charAt(1)
  return letter === '' || letter === '%' ? path : `/%${letter.charCodeAt(0).toString(16)}${path.slice(2)}`
}
