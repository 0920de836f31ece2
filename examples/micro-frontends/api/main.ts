import cookie from '@fastify/cookie'
import { compile } from '@sallyport/core'
import { sallyport } from '@sallyport/fastify'
import Fastify from 'fastify'
import { topology } from '../topology.ts'
import { watch } from './activity.ts'
import { shop } from './shop.ts'

const policy = compile(topology.configFor('api'))
const app = Fastify({ bodyLimit: 64 * 1024 })

await app.register(sallyport, policy)
await app.register(cookie)
watch(app, policy)
await app.register(shop)

await app.listen(topology.listen('api'))
