import { sallyport } from '@sallyport/next'

export const proxy = sallyport()
