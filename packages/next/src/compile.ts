import {
  type CompileOptions,
  type Config,
  compile as compileBare,
  createHandle as createBareHandle,
  type Policy,
  type PolicyHandle,
  type PolicySource,
  toHandle as toBareHandle,
} from '@sallyport/core'
import { OPTIONS } from '#public-suffixes'

/** `compile` of the core, knowing the public suffixes where there is room for them. @throws {ConfigError} */
export function compile(config: Config): Policy {
  return compileBare(config, OPTIONS)
}

/**
 * `createHandle` of the core, knowing the public suffixes; on the edge runtime, pass `isPublicSuffix` of
 * `@sallyport/public-suffixes`. @throws {ConfigError}
 */
export function createHandle(config: Config, options?: CompileOptions): PolicyHandle {
  return createBareHandle(config, { ...OPTIONS, ...options })
}

/** `toHandle` of the core, knowing the public suffixes likewise. @throws {ConfigError} */
export function toHandle(source: PolicySource): PolicyHandle {
  return toBareHandle(source, OPTIONS)
}
