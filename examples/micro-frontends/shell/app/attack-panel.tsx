'use client'

import { useState } from 'react'
import type { Watch } from './activity.ts'
import { type Attack, attacks, openWindow, type Places, type Try } from './attacks.ts'

type Result = readonly Try[] | 'running'

const VERDICTS = { blocked: 'Blocked', through: 'Got through', silent: 'No answer' } as const

/** A list of attacks that a click runs. The verdicts are the browser's and the API's, never assumed. */
export function AttackPanel({ places, watch }: { readonly places: Places; readonly watch: Watch }) {
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map())
  const busy = [...results.values()].includes('running')

  async function run(attack: Attack): Promise<void> {
    setResults((before) => new Map(before).set(attack.id, 'running'))
    const tries = await attack.run(places, watch)
    setResults((before) => new Map(before).set(attack.id, tries))
  }

  async function runAll(): Promise<void> {
    // A click opens one window, so it is opened now and later only moved on.
    openWindow(places.attacker, '')
    for (const attack of attacks) await run(attack)
  }

  return (
    <section className="attacks" aria-labelledby="attacks-title">
      <header>
        <div>
          <h2 id="attacks-title">Try to break in</h2>
          <p className="hint">Each of these really happens, here and now. Some open a window of the attacker’s.</p>
        </div>
        <button type="button" className="run-all" disabled={busy} onClick={runAll}>
          Run all {attacks.length}
        </button>
      </header>
      <ol>
        {attacks.map((attack) => (
          <AttackItem
            key={attack.id}
            attack={attack}
            result={results.get(attack.id)}
            busy={busy}
            onRun={() => run(attack)}
          />
        ))}
      </ol>
    </section>
  )
}

interface ItemProps {
  readonly attack: Attack
  readonly result: Result | undefined
  readonly busy: boolean
  onRun(): void
}

function AttackItem({ attack, result, busy, onRun }: ItemProps) {
  const state = result === undefined ? 'idle' : result === 'running' ? 'running' : worst(result)
  return (
    <li className="attack" data-attack={attack.id} data-state={state}>
      <div className="about">
        <h3>{attack.title}</h3>
        <p>{attack.aim}</p>
      </div>
      <button type="button" disabled={busy} onClick={onRun} aria-label={`Attack: ${attack.title}`}>
        {state === 'running' ? 'Trying …' : state === 'idle' ? 'Attack' : 'Again'}
      </button>
      <ul aria-live="polite">
        {Array.isArray(result) && groupTries(result).map((group) => <Verdict key={group.tries.join()} group={group} />)}
      </ul>
    </li>
  )
}

interface Group extends Omit<Try, 'what'> {
  readonly tries: readonly string[]
}

/** Tries that came out the same for the same reason are told together. */
function groupTries(tries: readonly Try[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const { what, ...rest } of tries) {
    const key = JSON.stringify(rest)
    groups.set(key, { ...rest, tries: [...(groups.get(key)?.tries ?? []), what] })
  }
  return [...groups.values()]
}

function Verdict({ group: { outcome, rule, why, tries } }: { readonly group: Group }) {
  return (
    <li data-outcome={outcome}>
      <strong>{VERDICTS[outcome]}</strong>
      {tries.map((what) => (
        <code key={what} className="what">
          {what}
        </code>
      ))}
      {rule && <code className="rule">{rule}</code>}
      <p>{why}</p>
    </li>
  )
}

function worst(tries: readonly Try[]): Try['outcome'] {
  if (tries.some(({ outcome }) => outcome === 'through')) return 'through'
  return tries.some(({ outcome }) => outcome === 'silent') ? 'silent' : 'blocked'
}
