'use client'

import { useEffect, useRef } from 'react'
import type { Activity, Answered } from './activity.ts'

export interface Team {
  readonly name: string
  readonly title: string
  /** The framework it is written with. */
  readonly stack: string
  readonly origin: string
}

interface Props {
  readonly teams: readonly Team[]
  readonly session: 'asked' | 'open' | 'failed'
  readonly activity: readonly Activity[]
}

const SHOWN = 3

export function Teams({ teams, session, activity }: Props) {
  const frames = useRef(new Map<string, HTMLIFrameElement>())

  useEffect(() => {
    // What one team's app changed, the others should know. Only the frames themselves are listened to, each on its own origin.
    function relay({ source, origin, data }: MessageEvent): void {
      const sender = teams.find(
        (team) => team.origin === origin && frames.current.get(team.name)?.contentWindow === source,
      )
      if (sender === undefined || data !== 'changed') return
      for (const team of teams)
        if (team !== sender) frames.current.get(team.name)?.contentWindow?.postMessage('changed', team.origin)
    }
    addEventListener('message', relay)
    return () => removeEventListener('message', relay)
  }, [teams])

  return (
    <section className="teams" aria-label="The teams’ apps">
      {teams.map((team) => (
        <article key={team.name} className="team" data-team={team.name}>
          <header>
            <h2>{team.title}</h2>
            <span className="stack">{team.stack}</span>
            <code>{new URL(team.origin).host}</code>
          </header>
          {session === 'open' ? (
            <iframe
              ref={(frame) => {
                if (frame) frames.current.set(team.name, frame)
              }}
              src={`${team.origin}/`}
              title={`${team.title}, by its own team`}
              sandbox="allow-scripts allow-same-origin"
            />
          ) : (
            <p className="waiting">
              {session === 'asked'
                ? 'Signing in …'
                : 'The API did not open a session. Is it running, and does the browser take its cookie?'}
            </p>
          )}
          <Calls
            calls={activity.filter((told) => told.kind === 'answered').filter((told) => told.from === team.origin)}
          />
        </article>
      ))}
    </section>
  )
}

function Calls({ calls }: { readonly calls: readonly Answered[] }) {
  return (
    <footer className="calls">
      <h3 className="calls-title">What the API saw</h3>
      <ol>
        {calls.slice(-SHOWN).map((call) => (
          <li key={call.id} className="call">
            <code>
              {call.method} {call.path}
            </code>
            <span>{call.asks ? `asks to ${call.asks}` : call.session ? 'with cookie' : 'no cookie'}</span>
            <b>{call.status}</b>
          </li>
        ))}
      </ol>
    </footer>
  )
}
