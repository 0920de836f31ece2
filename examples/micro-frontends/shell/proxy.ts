import { sallyport } from '@sallyport/next'
import { topology } from '../topology.ts'

export const proxy = sallyport(topology.configFor('shell'))
