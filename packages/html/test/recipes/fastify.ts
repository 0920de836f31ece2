import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import { sallyport } from '@sallyport/fastify'
import { hashFolder } from '@sallyport/html/folder'
import Fastify from 'fastify'

const { csp, routes } = await hashFolder('public')
export const app = Fastify()
await app.register(sallyport, { csp, routes })
await app.register(fastifyStatic, { root: resolve('public') })
await app.listen({ port: Number(process.env.PORT ?? 3000) })
