import cookie from '@fastify/cookie'
import { compile } from '@sallyport/core'
import { reports, sallyport } from '@sallyport/fastify'
import Fastify from 'fastify'
import { topology } from '../topology.ts'
import { watch } from './activity.ts'
import { collectReports } from './reports.ts'
import { shop } from './shop.ts'

const policy = compile(topology.configFor('api'))
const app = Fastify({ bodyLimit: 64 * 1024 })

await app.register(sallyport, policy)
const collector = collectReports(watch(app, policy))
await app.register(reports, { path: '/reports', handler: collector })
await app.register(cookie)
await app.register(shop)
app.addHook('onClose', () => collector.close())

await app.listen(topology.listen('api'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
