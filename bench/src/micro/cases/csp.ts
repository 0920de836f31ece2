import { type CspCandidate, DIRECTIVES, WITH_NONCE } from '../candidates/csp-setup.ts'
import { fastifyHelmetCsp } from '../candidates/fastify-helmet-csp.ts'
import { handCsp } from '../candidates/hand-csp.ts'
import { helmetCsp } from '../candidates/helmet-csp.ts'
import { noseconeCsp } from '../candidates/nosecone-csp.ts'
import { sallyportCoreCsp } from '../candidates/sallyport-csp.ts'
import type { Case } from '../case.ts'
import type { Call } from '../exchange.ts'

const all: Readonly<Record<string, CspCandidate>> = {
  'hand again': handCsp,
  sallyport: sallyportCoreCsp,
  helmet: helmetCsp,
  '@fastify/helmet': fastifyHelmetCsp,
  nosecone: noseconeCsp,
}

/** One Content-Security-Policy header, the same for all. */
export const cspCases: readonly Case[] = [
  {
    name: 'csp/static',
    sink: 'flat',
    baseline: { name: 'hand, constant', create: () => createStatic(handCsp) },
    candidates: create(createStatic),
    fill: () => undefined,
    check: (_request, headers) => comparePolicy(headers['content-security-policy'], false),
  },
  {
    name: 'csp/nonce',
    sink: 'flat',
    baseline: { name: 'hand, pooled nonce', create: () => handCsp.createNonced() },
    candidates: create((candidate) => candidate.createNonced()),
    fill: () => undefined,
    check: (_request, headers) => comparePolicy(headers['content-security-policy'], true),
  },
]

function create(make: (candidate: CspCandidate) => Call): Case['candidates'] {
  return Object.fromEntries(Object.entries(all).map(([name, candidate]) => [name, () => make(candidate)]))
}

export function createStatic(candidate: CspCandidate): Call {
  const call = candidate.createStatic?.()
  if (call === undefined) throw new Error('This candidate has no static policy.')
  return call
}

/** What is wrong with a policy that should say what all the others say. */
export function comparePolicy(policy: string | undefined, nonced: boolean): string | undefined {
  const sent = new Map(
    (policy ?? '').split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(' ')
      return [name, values]
    }),
  )
  for (const [name, expected] of Object.entries(DIRECTIVES)) {
    const values = sent.get(name) ?? []
    const nonces = values.filter((value) => /^'nonce-[\w+/=-]{22,}'$/.test(value)).length
    if (nonces !== (nonced && WITH_NONCE.includes(name) ? 1 : 0)) return `${name}: ${nonces} nonces in ${policy}`
    if (values.length - nonces !== expected.length) return `${name}: ${values.join(' ')}`
  }
  return undefined
}
