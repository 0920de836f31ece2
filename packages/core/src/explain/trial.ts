import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { ConfigError, type Finding } from '../finding.ts'

/** The errors a configuration would start with; empty when it would start. Never throws. */
export function tryConfig(config: Config): readonly Pick<Finding, 'code' | 'message' | 'fix'>[] {
  try {
    compile(config)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.findings.filter(({ severity }) => severity === 'error')
    return [{ code: 'invalid-type', message: 'The configuration cannot be compiled.' }]
  }
}
