import { reports } from '@sallyport/next'
import { page } from '../../../../src/apps/mounted.ts'

export const { GET } = reports(page)
