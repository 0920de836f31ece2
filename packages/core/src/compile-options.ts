import type { Policy } from './policy.ts'

/** What compiling has to know beside the configuration. */
export interface CompileOptions {
  /**
   * Whether anyone can register a name below this domain: true for `co.uk` and `github.io`. Takes lower-case ASCII without a dot at
   * the end. Default: not known, so wildcards come with a warning. `@sallyport/public-suffixes` has one.
   */
  readonly isPublicSuffix?: (domain: string) => boolean
}

const OPTIONS = new WeakMap<Policy, CompileOptions>()

/** So that whatever is made of the policy later, an override or an update, is held to the same. */
export function rememberOptions(policy: Policy, options: CompileOptions): void {
  OPTIONS.set(policy, options)
}

export function optionsOf(policy: Policy): CompileOptions {
  return OPTIONS.get(policy) ?? {}
}
