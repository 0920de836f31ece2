import { expect, test } from 'vitest'
import { corsPolicy, createHandle, sallyport } from './index.ts'

const cors = { origins: ['https://*.vercel.app'] }

test.each([
  ['sallyport', () => sallyport({ cors })],
  ['createHandle', () => createHandle({ cors })],
  ['corsPolicy', () => corsPolicy(cors)],
])('%s refuses a wildcard below a public suffix', (_, make) => {
  expect(make).toThrow('[public-suffix]')
})
