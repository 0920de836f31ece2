import { sallyport } from '@sallyport/next'
import { policy } from './policy.js'

export const middleware = sallyport(policy)
export const config = { runtime: 'nodejs' }
