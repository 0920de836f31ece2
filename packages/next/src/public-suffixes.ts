import type { CompileOptions } from '@sallyport/core'
import { isPublicSuffix } from '@sallyport/public-suffixes'

export const OPTIONS: CompileOptions = { isPublicSuffix }
