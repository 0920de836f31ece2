import { reports } from '@sallyport/next'
import { echo } from '../../../src/apps/mounted.ts'

export const { GET, POST, PUT, DELETE, OPTIONS } = reports(echo)
