import { sallyport } from '@sallyport/next'
import { policy } from './policy.js'

export const proxy = sallyport(policy)
