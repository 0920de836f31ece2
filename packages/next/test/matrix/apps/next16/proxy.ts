import { sallyport } from '@sallyport/next'
import { policy } from './policy'

export const proxy = sallyport(policy)
