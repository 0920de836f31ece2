import type { HandlerContext, InnerHandler } from './cache-handler.ts'
import { readChannel } from './channel.ts'
import { isRecord } from './record.ts'

const FILE_SYSTEM_CACHE = 'next/dist/server/lib/incremental-cache/file-system-cache.js'

export type HandlerClass = new (context: HandlerContext) => InnerHandler

/** The class of the handler that is wrapped. */
export interface InnerClass {
  readonly Handler: HandlerClass
  /** Next.js's, of which we know that it can be extended. An app's own may hand out one and the same handler, say. */
  readonly isOfNext: boolean
}

let loaded: InnerClass | undefined

/** The app's own handler, if it has one; else Next.js's. */
export function loadInnerClass(serverFolder: string | undefined): InnerClass {
  loaded ??= loadClass(serverFolder)
  return loaded
}

function loadClass(serverFolder: string | undefined): InnerClass {
  const { createRequire } = process.getBuiltinModule('node:module')
  // From the app's folder, where its own Next.js is found.
  const require = createRequire(`${serverFolder ?? process.cwd()}/app.js`)
  const own = readChannel()?.cacheHandler
  const path = own ?? FILE_SYSTEM_CACHE
  const module: unknown = require(path)
  const found: unknown = isRecord(module) && 'default' in module ? module.default : module
  if (!isHandlerClass(found)) throw new Error(`The cache handler ${path} exports no class.`)
  return { Handler: found, isOfNext: own === undefined }
}

function isHandlerClass(value: unknown): value is HandlerClass {
  return typeof value === 'function'
}
