import { applyHeaders, compile, decide } from '@sallyport/core'
import type { CorsMigration } from '@sallyport/core/cors'
import type { Received, Send } from './library.ts'

/** Sallyport with what the options were translated into; with nothing of it when that is `false` or null. */
export function startSallyport({ cors }: CorsMigration): Send {
  if (!cors) return () => Promise.resolve({ status: 200, headers: new Map() })
  const policy = compile({ cors })
  return ({ method, headers }): Promise<Received> => {
    const set = new Map<string, string>()
    const decision = decide(policy, { method, path: '/', header: (name) => headers[name] })
    applyHeaders(decision, { get: (name) => set.get(name), set: (name, value) => set.set(name, value) })
    return Promise.resolve({ status: decision.kind === 'answer' ? decision.status : 200, headers: set })
  }
}
