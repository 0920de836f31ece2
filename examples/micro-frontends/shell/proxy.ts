import { sallyport } from '@sallyport/next'

// With the configuration that next.config.ts has.
export const proxy = sallyport()
