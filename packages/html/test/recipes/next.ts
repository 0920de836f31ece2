import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import { sallyport } from '@sallyport/fastify'
import { staticCsp } from '@sallyport/html'
import { hashFolder } from '@sallyport/html/folder'
import Fastify from 'fastify'

// What `next build` leaves in `out` with `output: 'export'` in next.config.ts.
const { csp, routes } = await hashFolder('out', { csp: (hashes) => staticCsp(hashes, { scripts: 'self' }) })
export const app = Fastify()
await app.register(sallyport, { csp, routes })
await app.register(fastifyStatic, { root: resolve('out'), extensions: ['html'] })
app.setNotFoundHandler((_request, reply) => reply.code(404).sendFile('404.html'))
await app.listen({ port: Number(process.env.PORT ?? 3000) })
