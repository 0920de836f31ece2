import type { ServerResponse } from 'node:http'
import type { Logger } from '@nestjs/common'
import type { AbstractHttpAdapter } from '@nestjs/core'
import type { CspHeader, Decision } from '@sallyport/core'

const CORS_RIVAL =
  'app.enableCors(), or the option cors of NestFactory.create(), is on as well. It writes the same headers after Sallyport, by its own rules. Remove it.'
const CSP_RIVAL =
  'Something sent a Content-Security-Policy in place of the configured one: app.useSecurityHeaders(), or helmet. Pass it { contentSecurityPolicy: false }.'

/** Warns of Nest's own CORS, which would overrule the policy. */
export function warnOfCorsRival(adapter: AbstractHttpAdapter, logger: Logger): void {
  if (adapter.getType() === 'fastify') {
    const instance = adapter.getInstance<FastifyInstance>()
    // @fastify/cors is loaded as any plugin is: later than this.
    instance.addHook('onReady', (done) => {
      if (instance.hasRequestDecorator('corsPreflightEnabled')) logger.warn(CORS_RIVAL)
      done()
    })
    return
  }
  const { router } = adapter.getInstance<{
    readonly router: { readonly stack: readonly { readonly name: string }[] }
  }>()
  if (router.stack.some(({ name }) => name === 'corsMiddleware')) logger.warn(CORS_RIVAL)
}

interface FastifyInstance {
  addHook(name: 'onReady', hook: (done: () => void) => void): void
  hasRequestDecorator(name: string): boolean
}

/**
 * Looks at one finished response for a CSP that `app.useSecurityHeaders()` or helmet put in the place of ours. The app's own header
 * for a single response is none of our business, so another header of theirs has to be there too.
 */
export function warnOfCspRival(decision: Decision, response: ServerResponse, logger: Logger): void {
  if (decision.kind === 'answer') return
  const ours = decision.csp?.headers.find(({ name }) => name === 'content-security-policy')
  if (ours === undefined) return
  response.once('finish', () => {
    const sent = response.getHeader('content-security-policy')
    const isTheirs = typeof sent === 'string' && !isFrom(ours, sent)
    if (isTheirs && response.hasHeader('x-dns-prefetch-control')) logger.warn(CSP_RIVAL)
  })
}

function isFrom({ nonceless, chunks }: CspHeader, sent: string): boolean {
  const withNonce = chunks.length > 1 && sent.startsWith(chunks[0] ?? '') && sent.endsWith(chunks.at(-1) ?? '')
  return withNonce || sent === nonceless
}
