'use client'

import type { Activity, Blocked, Refused } from './activity.ts'

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** What browsers reported and what the API refused, newest first. Strangers wrote parts of it, so it is only ever text. */
export function LiveList({ activity }: { readonly activity: readonly Activity[] }) {
  const stopped = activity.filter((told) => told.kind !== 'answered').toReversed()
  return (
    <section className="live" aria-labelledby="live-title">
      <h2 id="live-title">
        Stopped <span className="count">{stopped.length}</span>
      </h2>
      <p className="hint">
        Reported by the browser to the API, or refused by the API itself. Live.{' '}
        <a href="/reports">All reports, counted</a>
      </p>
      {stopped.length === 0 ? (
        <p className="nothing">Nothing yet: used as it is meant, the page breaks no rule.</p>
      ) : (
        <ol aria-live="polite" aria-relevant="additions">
          {stopped.map((told) => (
            <li key={told.id} data-kind={told.kind}>
              <time dateTime={told.at}>{time.format(new Date(told.at))}</time>
              {told.kind === 'blocked' ? <BlockedLine told={told} /> : <RefusedLine told={told} />}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function BlockedLine({ told }: { readonly told: Blocked }) {
  return (
    <div>
      <strong>{told.directive}</strong>
      <p>
        <code>{told.by ?? (told.blocked || 'inline')}</code>
        {told.by ? ' may not frame ' : ' on '}
        <code>{told.page}</code>
      </p>
    </div>
  )
}

function RefusedLine({ told }: { readonly told: Refused }) {
  return (
    <div>
      <strong>{told.reason}</strong>
      <p>
        <code>
          {told.method} {told.path}
        </code>{' '}
        from <code>{told.from}</code>
        {told.session ? ', with the visitor’s cookie' : ''}
      </p>
    </div>
  )
}
