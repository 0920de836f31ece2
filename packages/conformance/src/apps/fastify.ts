import { Readable } from 'node:stream'
import type { Config } from '@sallyport/core'
import { createHandle, frameworkErrors, reports, sallyport } from '@sallyport/fastify'
import fastify from 'fastify'
import { HOST, type RunningServer, urlOf } from '../server.ts'
import type { AppSetting } from '../start.ts'
import { ECHO_PATH, echo, PAGE_PATH, page } from './mounted.ts'
import { CHANGE, HTML, noncePage, PIECES, REFUSED_CHANGE, STATIC_PAGE } from './page.ts'

export async function startFastify(
  config: Config,
  port: number,
  { isBehindProxy }: AppSetting,
): Promise<RunningServer> {
  const policy = createHandle(config)
  const app = fastify({
    frameworkErrors: frameworkErrors(policy),
    forceCloseConnections: true,
    trustProxy: isBehindProxy,
  })
  await app.register(sallyport, policy)
  await app.register(reports, { path: ECHO_PATH, handler: echo })
  await app.register(reports, { path: PAGE_PATH, handler: page })
  // Takes whatever the built-in parsers do not.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, undefined))

  app.all('/ok', async ({ method }) => ({ ok: true, method }))
  app.get('/html', async (_request, reply) => reply.type(HTML).send(noncePage(reply.cspNonce)))
  app.get('/static', async (_request, reply) => reply.type(HTML).send(STATIC_PAGE))
  app.get('/changed', async (_request, reply) => reply.csp(CHANGE).type(HTML).send(noncePage(reply.cspNonce)))
  app.get('/unchanged', async (_request, reply) => reply.csp(REFUSED_CHANGE).type(HTML).send(noncePage(reply.cspNonce)))
  app.get('/cached', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=60').type(HTML).send(noncePage(reply.cspNonce)),
  )
  app.get('/not-modified', async (_request, reply) => reply.code(304).header('etag', '"1"').send())
  app.get('/throw', async () => {
    throw new Error('thrown by /throw')
  })
  app.get('/vary', async (_request, reply) => reply.header('vary', 'accept').send({ vary: true }))
  app.get('/stream', async (_request, reply) => reply.type('text/plain').send(Readable.from(PIECES)))
  app.get('/hijack', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/plain', vary: 'accept' }).end('hijacked')
  })
  app.get('/own-options', async ({ method }) => ({ ok: true, method }))
  app.options('/own-options', async (_request, reply) => reply.header('allow', 'GET, OPTIONS').send({ own: 'options' }))
  app.get<{ Params: { name: string; value: string } }>('/set/:name/:value', async ({ params }, reply) =>
    reply.header(params.name, params.value).send({ set: params.name }),
  )

  await app.listen({ host: HOST, port })
  return { url: urlOf(app.server), close: () => app.close() }
}
