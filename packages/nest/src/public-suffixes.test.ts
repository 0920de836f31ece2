import { expect, test } from 'vitest'
import { createHandle, gatewayCors, SallyportModule } from './index.ts'

const config = { cors: { origins: ['https://*.vercel.app'] } }

test.each([
  ['forRoot', () => SallyportModule.forRoot(config)],
  ['gatewayCors', () => gatewayCors(config)],
  ['createHandle', () => createHandle(config)],
])('%s refuses a wildcard below a public suffix', (_, make) => {
  expect(make).toThrow('[public-suffix]')
})
