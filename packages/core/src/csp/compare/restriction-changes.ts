import { LIFTED_FLAGS, SANDBOX_FLAGS, type SandboxFlag } from '../match/sandbox.ts'
import { directivesOf } from '../match/source-list.ts'
import { lowerAscii, type ParsedPolicy, type Token } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import type { Change, Witness } from './change.ts'
import { SOMEWHERE } from './sample-url.ts'
import { createsTypesPolicy, policyNamesOf } from './trusted-types.ts'
import { judgeWitness } from './witness-check.ts'

/** A name that no policy has. */
const ANY_NAME = 'any-policy'

/** The changes of directives that are no source lists. */
export function restrictionChanges(
  old: readonly ParsedPolicy[],
  fresh: readonly ParsedPolicy[],
  profile: Profile,
): readonly Change[] {
  return witnesses(old, fresh, profile).flatMap(([directive, witness, word]) => {
    const before = judgeWitness(old, witness, profile).outcome
    const after = judgeWitness(fresh, witness, profile).outcome
    if (before === after) return []
    const isLoosened = after === 'allowed'
    const allowing = isLoosened ? fresh : old
    const spoken = allowing.flatMap((policy) => directivesOf(policy, profile).get(directive) ?? [])
    const tokens = spoken.flatMap(({ values }) => values)
    return {
      kind: isLoosened ? ('loosened' as const) : ('tightened' as const),
      directive,
      writtenIn: spoken.length === 0 ? null : directive,
      source: tokens.find(word) ?? null,
      witness,
    }
  })
}

type Row = readonly [directive: string, witness: Witness, isBehind: (token: Token) => boolean]

function witnesses(old: readonly ParsedPolicy[], fresh: readonly ParsedPolicy[], profile: Profile): readonly Row[] {
  const names = [...new Set(policyNamesOf([...old, ...fresh], profile).flatMap((each) => [...each.names])), ANY_NAME]
  // A second policy tells of 'allow-duplicates' only where a first one is no news.
  const repeated = names.find((name) =>
    [old, fresh].every((policies) => createsTypesPolicy(policies, name, false, profile)),
  )
  return [
    ...SANDBOX_FLAGS.map((sandboxFlag): Row => ['sandbox', { sandboxFlag }, lifts(sandboxFlag)]),
    ...names.map(
      (name): Row => [
        'trusted-types',
        { typesPolicy: name, again: false },
        ({ text }) => text === name || text === '*',
      ],
    ),
    ...(repeated === undefined ? [] : [repeatedRow(repeated)]),
    ['require-trusted-types-for', { sink: 'script' }, never],
    ['webrtc', { connection: 'webrtc' }, ({ text }) => lowerAscii(text) === "'allow'"],
    ['upgrade-insecure-requests', { insecureUrl: `http://${SOMEWHERE}/` }, never],
  ]
}

function repeatedRow(name: string): Row {
  return ['trusted-types', { typesPolicy: name, again: true }, ({ text }) => lowerAscii(text) === "'allow-duplicates'"]
}

function lifts(flag: SandboxFlag): (token: Token) => boolean {
  const tokens = new Set([...LIFTED_FLAGS].flatMap(([token, flags]) => (flags.includes(flag) ? [`${token}`] : [])))
  return ({ text }) => tokens.has(lowerAscii(text))
}

function never(): boolean {
  return false
}
