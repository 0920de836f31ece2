import type { CompileOptions } from '@sallyport/core'

/** In place of public-suffixes.ts where every kilobyte counts (see `imports` in package.json): wildcards come with a warning. */
export const OPTIONS: CompileOptions = {}
