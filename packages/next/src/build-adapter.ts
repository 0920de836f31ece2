import { fileURLToPath, pathToFileURL } from 'node:url'
import { readChannel, SEAL_NAME } from './channel.ts'
import { keepHandler } from './keep-handler.ts'

/** What is read of next.config once it is loaded. */
export interface LoadedConfig {
  readonly distDir?: unknown
  readonly configFile?: unknown
  readonly output?: unknown
  readonly trailingSlash?: unknown
  readonly i18n?: unknown
  readonly cacheHandler?: unknown
  readonly env?: unknown
}

/** What Next.js 16 passes; 15.5 passes `outputs` alone of these. */
export interface BuildComplete {
  readonly outputs?: unknown
  readonly distDir?: unknown
  readonly projectDir?: unknown
  readonly config?: LoadedConfig
}

/** An adapter of Next.js, as far as one can wrap another. */
export interface BuildAdapter {
  readonly name: string
  readonly modifyConfig?: (config: LoadedConfig, context?: unknown) => LoadedConfig | Promise<LoadedConfig>
  readonly onBuildComplete?: (build: BuildComplete) => void | Promise<void>
}

// Next.js 15.5 does not pass it to onBuildComplete. Both run in the process that builds.
let loaded: LoadedConfig = {}

const adapter: BuildAdapter = {
  name: 'sallyport',
  async modifyConfig(config, context) {
    const wrapped = await loadWrapped()
    const modified = (await wrapped?.modifyConfig?.(config, context)) ?? config
    loaded = keepHandler(config, modified)
    return loaded
  },
  async onBuildComplete(build) {
    const wrapped = await loadWrapped()
    const config = build.config ?? loaded
    const nonce = process.env[SEAL_NAME]
    const channel = readChannel()
    if (nonce === undefined || channel === undefined) {
      throw new Error(
        '[sallyport] This adapter is for withSallyport() in next.config, which has not run in this process.',
      )
    }
    // Loaded here, because whatever reads next.config loads this file.
    const { finishBuild } = await import('./finish-build.ts')
    await finishBuild(build, config, channel, nonce)
    await wrapped?.onBuildComplete?.(build)
  },
}

export default adapter

async function loadWrapped(): Promise<BuildAdapter | undefined> {
  const path = readChannel()?.adapter
  // An app that names this file itself, or NEXT_ADAPTER_PATH that does.
  if (path === undefined || path === fileURLToPath(import.meta.resolve('#build-adapter'))) return undefined
  const module: unknown = await import(pathToFileURL(path).href)
  const found = defaultOf(module)
  if (!isAdapter(found)) throw new Error(`[sallyport] ${path} exports no adapter of Next.js.`)
  return found
}

/** What Next.js takes: the default export if there is one, that of CommonJS too. */
function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? defaultOf(module.default) : module
}

function isAdapter(value: unknown): value is BuildAdapter {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
}
