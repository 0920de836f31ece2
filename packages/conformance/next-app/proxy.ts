import { type Config, changeCsp, sallyport } from '@sallyport/next'
import { CHANGE, REFUSED_CHANGE } from '../src/apps/page.ts'
import { withResolver } from '../src/resolver.ts'

// One build serves every configuration: it is read when the server starts. A function does not fit into it, so that is only asked for.
const config: Config = JSON.parse(process.env.SALLYPORT_CONFIG ?? '{}')

export const proxy = sallyport(process.env.SALLYPORT_RESOLVES === '1' ? withResolver(config) : config, (request) => {
  const { pathname } = request.nextUrl
  if (pathname === '/changed') changeCsp(request, CHANGE)
  if (pathname === '/unchanged') changeCsp(request, REFUSED_CHANGE)
  return undefined
})
