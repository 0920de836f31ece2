import { expect } from 'vitest'
import { ConfigError, type Finding } from '../../finding.ts'
import { compileCsp } from '../compile.ts'
import type { CspObject } from '../config.ts'

/** The header of a policy, `N` for its nonce, and what the compiler says of it. */
export function readPreset(config: CspObject): {
  readonly text: string | undefined
  readonly codes: readonly string[]
} {
  const findings: Finding[] = []
  const compiled = compileCsp([config], { path: 'csp', findings })
  return {
    text: compiled?.headers[0]?.chunks.join('N'),
    codes: findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`),
  }
}

/** Expects that these options, from JavaScript say, are refused for one reason. */
export function expectRefusal(preset: () => unknown, path: string): void {
  let thrown: unknown
  try {
    preset()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(ConfigError)
  expect(thrown).toMatchObject({ findings: [{ path, severity: 'error' }] })
}
