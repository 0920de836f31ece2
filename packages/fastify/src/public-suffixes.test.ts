import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { createHandle, frameworkErrors, sallyport } from './index.ts'

const cors = { origins: ['https://*.vercel.app'] }

test('a wildcard below a public suffix stops the app', async () => {
  const app = Fastify()
  await expect(async () => app.register(sallyport, { cors })).rejects.toThrow('[public-suffix]')
  expect(() => createHandle({ cors })).toThrow('[public-suffix]')
  expect(() => frameworkErrors({ cors })).toThrow('[public-suffix]')
})

test('a route is held to the list too', async () => {
  const app = Fastify()
  await app.register(sallyport, { cors: { origins: ['https://*.myapp.vercel.app'] } })
  expect(() => app.get('/', { config: { cors } }, () => 'ok')).toThrow('[public-suffix]')
})
