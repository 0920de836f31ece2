import { sallyport } from '@sallyport/next'
import { policy } from './policy.ts'

export const proxy = sallyport(policy)
