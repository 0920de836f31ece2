import { sallyport } from '@sallyport/next'
import { policy } from './policy.ts'

export const middleware = sallyport(policy)
export const config = { runtime: 'nodejs' }
