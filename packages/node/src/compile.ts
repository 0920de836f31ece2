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
import { isPublicSuffix } from '@sallyport/public-suffixes'

const OPTIONS: CompileOptions = { isPublicSuffix }

/** `compile` of the core, knowing the public suffixes. @throws {ConfigError} */
export function compile(config: Config, options?: CompileOptions): Policy {
  return compileBare(config, { ...OPTIONS, ...options })
}

/** `createHandle` of the core, knowing the public suffixes. @throws {ConfigError} */
export function createHandle(config: Config, options?: CompileOptions): PolicyHandle {
  return createBareHandle(config, { ...OPTIONS, ...options })
}

/** `toHandle` of the core, knowing the public suffixes. A policy or a handle is taken as it is. @throws {ConfigError} */
export function toHandle(source: PolicySource): PolicyHandle {
  return toBareHandle(source, OPTIONS)
}
