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

function loadClass(serverFolder: string | undefined): HandlerClass {
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
