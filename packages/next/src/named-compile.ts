import { type Config, ConfigError, type Policy } from '@sallyport/core'
import { compile } from './compile.ts'

/**
 * Compiles what next.config holds. Next.js prints an error of next.config without saying whose it is, so the paths do.
 *
 * @throws {ConfigError} with every problem, each named as one of `withSallyport`.
 */
export function compileNamed(config: Config): Policy {
  try {
    return compile(config)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(
      error.findings.map((finding) => ({ ...finding, path: `next.config withSallyport.${finding.path}` })),
    )
  }
}
