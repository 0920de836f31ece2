import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { RequestView } from '../request.ts'
import { resolve } from '../resolve.ts'

const TENANT = 'https://tenant.test'

const policy = compile({
  cors: { origins: async (origin) => origin === TENANT, credentials: true },
  csrf: { trustedOrigins: 'cors' },
})

function post(origin: string): RequestView {
  const sent: Readonly<Record<string, string>> = { origin, host: 'api.test', 'sec-fetch-site': 'cross-site' }
  return { method: 'POST', path: '/', header: (name) => sent[name] }
}

test.each([
  ['an origin that the resolver admits', TENANT, 'origin-allowed'],
  ['an origin that it refuses', 'https://other.test', 'cross-origin-refused'],
  ['an origin that it is not asked about', 'null', 'cross-origin-refused'],
  ['an origin over http, with credentials', 'http://tenant.test', 'cross-origin-refused'],
])("trustedOrigins: 'cors' follows the origin resolver: %s", async (_, origin, reason) => {
  expect((await resolve(policy, post(origin))).reason).toBe(reason)
})
