import type { HandlerContext, InnerHandler } from './cache-handler.ts'
import { readChannel } from './channel.ts'
import { isRecord } from './record.ts'

const FILE_SYSTEM_CACHE = 'next/dist/server/lib/incremental-cache/file-system-cache.js'

type HandlerClass = new (context: HandlerContext) => InnerHandler

let loaded: HandlerClass | undefined

/** The app's own handler, if it has one; else Next.js's. */
export function loadInnerHandler(context: HandlerContext): InnerHandler {
  loaded ??= loadClass(context.serverDistDir)
  return new loaded(context)
}

/** Nothing is kept in the edge runtime, whose bundles cannot load a handler by its path. */
class NoCache implements InnerHandler {
  async get(): Promise<null> {
    return null
  }
  async set(): Promise<void> {}
  async revalidateTag(): Promise<void> {}
  resetRequestCache(): void {}
}

function loadClass(serverFolder: string | undefined): HandlerClass {
  // There even asking for what is not there is an error, and an import of `node:` could not be bundled.
  if (process.env.NEXT_RUNTIME === 'edge') return NoCache
  const { createRequire } = process.getBuiltinModule('node:module')
  // From the app's folder, where its own Next.js is found.
  const require = createRequire(`${serverFolder ?? process.cwd()}/app.js`)
  const path = readChannel()?.cacheHandler ?? FILE_SYSTEM_CACHE
  const module: unknown = require(path)
  const found: unknown = isRecord(module) && 'default' in module ? module.default : module
  if (!isHandlerClass(found)) throw new Error(`The cache handler ${path} exports no class.`)
  return found
}

function isHandlerClass(value: unknown): value is HandlerClass {
  return typeof value === 'function'
}
