'use client'

import { useEffect, useState } from 'react'
import { useActivity } from './activity.ts'
import { AttackPanel } from './attack-panel.tsx'
import type { Places } from './attacks.ts'
import { LiveList } from './live-list.tsx'
import { type Team, Teams } from './teams.tsx'

/** The part of the page that lives: signs the visitor in, then shows the teams, the attacks and what was blocked. */
export function Demo({ teams, places }: { readonly teams: readonly Team[]; readonly places: Places }) {
  const { activity, watch } = useActivity(places.api)
  const [session, setSession] = useState<'asked' | 'open' | 'failed'>('asked')

  useEffect(() => {
    // Before any frame is there, so that all teams find the same session.
    fetch(`${places.api}/session`, { method: 'PUT', credentials: 'include' }).then(
      ({ ok }) => setSession(ok ? 'open' : 'failed'),
      () => setSession('failed'),
    )
  }, [places.api])

  return (
    <main>
      <Teams teams={teams} session={session} activity={activity} />
      <div className="lower">
        <AttackPanel places={places} watch={watch} />
        <LiveList activity={activity} />
      </div>
    </main>
  )
}
