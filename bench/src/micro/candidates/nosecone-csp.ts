import { type CspCandidate, DIRECTIVES, WITH_NONCE } from './csp-setup.ts'
import { requirePeer } from './peer.ts'

interface Nosecone {
  createContentSecurityPolicy(options: object): readonly [name: string, value: string]
}

/** It makes the header anew each time, static or not: so do the adapters built on it. */
export const noseconeCsp: CspCandidate = {
  createStatic() {
    const { createContentSecurityPolicy }: Nosecone = requirePeer('nosecone')
    const directives = camelCased(() => [])
    return (_request, response) => {
      const [name, value] = createContentSecurityPolicy({ directives })
      response.setHeader(name, value)
    }
  },
  createNonced() {
    const { createContentSecurityPolicy }: Nosecone = requirePeer('nosecone')
    let nonce = ''
    // Its values may be functions; its adapters make the nonce like this.
    const directives = camelCased((name) => (WITH_NONCE.includes(name) ? [() => `'nonce-${nonce}'`] : []))
    return (_request, response) => {
      nonce = btoa(crypto.randomUUID())
      const [name, value] = createContentSecurityPolicy({ directives })
      response.setHeader(name, value)
    }
  },
}

function camelCased(extra: (name: string) => readonly unknown[]): object {
  const entries = Object.entries(DIRECTIVES).map(([name, values]) => {
    const [first = '', ...rest] = name.split('-')
    const key = first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
    return [key, [...values, ...extra(name)]]
  })
  return Object.fromEntries(entries)
}
