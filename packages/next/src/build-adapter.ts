import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { addToOutputs } from './adapter-outputs.ts'
import { sealBuiltExport } from './built-export.ts'
import { type Channel, readChannel, SEAL_NAME } from './channel.ts'
import { compile } from './compile.ts'
import { keepHandler } from './keep-handler.ts'
import { narrowProxy } from './narrow-proxy.ts'
import { nextParser } from './plain-proxy.ts'
import { type Build, sealBuild } from './seal-build.ts'
import { terminalLines } from './terminal-text.ts'

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
    await seal(build, config, channel, nonce)
    await wrapped?.onBuildComplete?.(build)
  },
}

export default adapter

async function seal(build: BuildComplete, config: LoadedConfig, channel: Channel, nonce: string): Promise<void> {
  const projectDir = textOf(build.projectDir) ?? folderOf(config) ?? process.cwd()
  const isExport = config.output === 'export'
  // Of an export, distDir of next.config names the folder that the site is copied to.
  const distDir =
    textOf(build.distDir) ?? resolve(projectDir, (isExport ? undefined : textOf(config.distDir)) ?? '.next')
  const defaultLocale = localeOf(config.i18n)
  const one: Build = {
    distDir,
    projectDir,
    channel,
    nonce,
    trailingSlash: config.trailingSlash === true,
    ...(defaultLocale === undefined ? {} : { defaultLocale }),
  }
  const { manifest, findings, headers } = await sealBuild(one)
  addToOutputs(build.outputs, headers, nonce)
  // A platform's adapter has routes of its own, and an export has no proxy.
  if (channel.adapter === undefined && channel.runtimePages === 'sealed' && !isExport && !findings.hasProblems) {
    await narrowProxy({
      projectFolder: projectDir,
      buildFolder: distDir,
      policy: compile(channel.config),
      paths: Object.keys(manifest.sealed),
      basePath: channel.basePath ?? '',
      parse: nextParser(projectDir),
    })
  }
  // Before the build may fail: until then the exported pages hold the nonce.
  const notes = isExport ? await sealBuiltExport(one, manifest) : []
  // Pages hold what others wrote.
  const text = terminalLines(findings.describe())
  if (channel.failBuild && findings.fails) throw new Error(text)
  if (findings.fails) console.warn(text)
  else console.log(text)
  for (const note of notes) console.log(terminalLines(`[sallyport] ${note}`))
}

function folderOf({ configFile }: LoadedConfig): string | undefined {
  return typeof configFile === 'string' ? dirname(configFile) : undefined
}

function localeOf(i18n: unknown): string | undefined {
  if (typeof i18n !== 'object' || i18n === null || !('defaultLocale' in i18n)) return undefined
  return textOf(i18n.defaultLocale)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

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
