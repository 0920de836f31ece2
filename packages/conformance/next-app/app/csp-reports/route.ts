import type { Config } from '@sallyport/core'
import { reports } from '@sallyport/next'
import { type Collecting, collectorFor } from '../../../src/apps/collecting.ts'

// Of the server, not of the build: one build serves every configuration.
const { SALLYPORT_CONFIG = '{}', SALLYPORT_COLLECTING } = process.env
const config: Config = JSON.parse(SALLYPORT_CONFIG)
const collecting: Collecting | undefined =
  SALLYPORT_COLLECTING === undefined ? undefined : JSON.parse(SALLYPORT_COLLECTING)

export const { GET, POST, PUT, DELETE, OPTIONS } = reports(collectorFor(config, collecting))
