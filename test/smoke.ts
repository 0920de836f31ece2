import type * as Core from '../packages/core/dist/index.js'

/** What one runtime got out of the built core. Every runtime must get the same. */
export interface SmokeResult {
  readonly preflight: unknown
  readonly refused: unknown
  readonly page: Readonly<Record<string, string>>
  readonly nonceLength: number
  readonly nonceInPolicy: boolean
  readonly handled: unknown
  readonly misconfigured: string
}

/** Takes the core through compile, decide, applyHeaders, drawNonce and handle, with what the web platform has and no more. */
export async function smoke(core: typeof Core): Promise<SmokeResult> {
  const config = {
    cors: { origins: ['https://app.example.com', 'https://*.team.example.com'], methods: ['PUT'], maxAge: 600 },
    csp: { directives: { 'default-src': ["'none'"], 'script-src': ["'self'", "'nonce'"] } },
    csrf: true,
  } as const
  const policy = core.compile(config)
  // As JSON, because the result may have to leave a page.
  const from = (origin: string): unknown =>
    JSON.parse(
      JSON.stringify(
        core.decide(policy, {
          method: 'OPTIONS',
          path: '/',
          header: (name) => ({ origin, 'access-control-request-method': 'PUT' })[name],
        }),
      ),
    )

  const page = new Headers()
  const sink = { get: (name: string) => page.get(name) ?? undefined, set: page.set.bind(page) }
  const decision = core.decide(policy, { method: 'GET', path: '/', header: () => undefined })
  core.applyHeaders(decision, sink)
  const nonceless = Object.fromEntries(page)
  const nonce = core.drawNonce(decision, sink)

  const request = new Request('https://api.example.com/', { headers: { origin: 'https://ui.team.example.com' } })
  const response = await core.handle(policy, request, (passage) => new Response(`nonce of ${passage.nonce.length}`))

  return {
    preflight: from('https://app.example.com'),
    refused: from('https://app.example.com.evil.example'),
    page: nonceless,
    nonceLength: nonce.length,
    nonceInPolicy: page.get('content-security-policy')?.includes(`'nonce-${nonce}'`) ?? false,
    handled: { status: response.status, body: await response.text(), varies: response.headers.get('vary') },
    misconfigured: messageOf(() => core.compile({ cors: { origins: ['https://app.example.com/'] } })),
  }
}

function messageOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error'
  }
  return 'no error'
}

/** What every runtime must get. */
export const expected: SmokeResult = {
  preflight: {
    kind: 'answer',
    status: 204,
    headers: [
      ['access-control-allow-origin', 'https://app.example.com'],
      ['access-control-allow-methods', 'PUT'],
      ['access-control-max-age', '600'],
    ],
    vary: ['origin', 'access-control-request-method', 'access-control-request-headers'],
    reason: 'preflight-allowed',
  },
  refused: {
    kind: 'answer',
    status: 403,
    headers: [],
    vary: ['origin', 'access-control-request-method', 'access-control-request-headers'],
    reason: 'preflight-origin-refused',
  },
  page: { 'content-security-policy': "default-src 'none'; script-src 'self'" },
  nonceLength: 24,
  nonceInPolicy: true,
  handled: { status: 200, body: 'nonce of 24', varies: 'origin' },
  misconfigured:
    'ConfigError: The Sallyport configuration has 1 problem:\n' +
    '  cors.origins[0]: "https://app.example.com/" has a slash at its end, which no origin has. ' +
    'Write https://app.example.com. [invalid-origin]',
}
