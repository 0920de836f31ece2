import { type Config, sallyport } from '@sallyport/next'

// One build serves every configuration: it is read when the server starts.
const config: Config = JSON.parse(process.env.SALLYPORT_CONFIG ?? '{}')

export const proxy = sallyport(config)
