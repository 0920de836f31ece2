/** What a browser of its own is answered: the policy, and the html as it was sent. */
export interface Answer {
  readonly status: number
  readonly csp: string
  readonly html: string
  /** HIT, MISS or STALE, of a page that is kept. */
  readonly cache: string | null
}

export async function ask(url: string): Promise<Answer> {
  const response = await fetch(url, { headers: { accept: 'text/html' } })
  return {
    status: response.status,
    csp: response.headers.get('content-security-policy') ?? '',
    html: await response.text(),
    cache: response.headers.get('x-nextjs-cache'),
  }
}

/** The sources of one directive. */
export function sourcesOf(csp: string, name: string): readonly string[] {
  const found = csp.split(/;\s*/).find((directive) => directive.startsWith(`${name} `))
  return found?.split(/\s+/).slice(1) ?? []
}

export function nonceOf(csp: string): string | undefined {
  return /'nonce-([^']+)'/.exec(csp)?.[1]
}

/** The nonces that elements have; the attacker's own is none. */
export function noncesIn(html: string): readonly string[] {
  const found = [...html.matchAll(/ nonce="([^"]+)"/g)].map(([, nonce = '']) => nonce)
  return [...new Set(found)].filter((nonce) => nonce !== MADE_UP)
}

/** See apps/shared/comments/attack.jsx. */
const MADE_UP = 'bWFkZSB1cA'
