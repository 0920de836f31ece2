import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { ConfigError } from './finding.ts'
import { createHandle, toHandle } from './policy-handle.ts'

test('an update swaps the policy, and a bad one keeps the old', () => {
  const handle = createHandle({ cors: { origins: ['https://a.test'] } })
  const before = handle.current
  const after = handle.update({ cors: { origins: ['https://b.test'] } })
  expect(handle.current).toBe(after)
  expect(after).not.toBe(before)
  expect(() => handle.update({ cors: { origins: [] } })).toThrow(ConfigError)
  expect(handle.current).toBe(after)
})

test('adapters take a configuration, a policy or a handle', () => {
  const config = { cors: { origins: ['https://a.test'] } }
  const policy = compile(config)
  const handle = createHandle(config)
  expect(toHandle(config).current.toJSON()).toEqual(config)
  expect(toHandle(policy).current).toBe(policy)
  expect(toHandle(handle)).toBe(handle)
  expect(() => toHandle(JSON.parse('null'))).toThrow(ConfigError)
})
