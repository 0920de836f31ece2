'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

/** What the API streams: a browser's report of something blocked, a refusal of the API's own, or a cross-origin call it answered. */
export type Activity = Blocked | Refused | Answered

interface Told {
  readonly id: number
  readonly at: string
}

export interface Blocked extends Told {
  readonly kind: 'blocked'
  readonly page: string
  readonly directive: string
  readonly blocked: string
  readonly by?: string
}

export interface Refused extends Told {
  readonly kind: 'refused'
  readonly reason: string
  readonly message: string
  readonly from: string
  readonly method: string
  readonly path: string
  readonly session: boolean
}

export interface Answered extends Told {
  readonly kind: 'answered'
  readonly from: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly session: boolean
  /** For a preflight, the method it asks for. */
  readonly asks?: string
}

/** Calls `listener` for everything told from now on; returns how to stop. */
export type Watch = (listener: (activity: Activity) => void) => () => void

const KEPT = 300

export function useActivity(api: string): { readonly activity: readonly Activity[]; readonly watch: Watch } {
  const [activity, setActivity] = useState<readonly Activity[]>([])
  const listeners = useRef(new Set<(activity: Activity) => void>())

  useEffect(() => {
    const stream = new EventSource(`${api}/activity`, { withCredentials: true })
    stream.onmessage = ({ data }) => {
      const told: Activity = JSON.parse(data)
      setActivity((before) => [...before, told].slice(-KEPT))
      for (const listener of listeners.current) listener(told)
    }
    return () => stream.close()
  }, [api])

  const watch: Watch = useCallback((listener) => {
    listeners.current.add(listener)
    return () => listeners.current.delete(listener)
  }, [])
  return { activity, watch }
}
