import { dirname, resolve } from 'node:path'
import { addToOutputs } from './adapter-outputs.ts'
import type { BuildComplete, LoadedConfig } from './build-adapter.ts'
import { sealBuiltExport } from './built-export.ts'
import type { Channel } from './channel.ts'
import { compile } from './compile.ts'
import { narrowProxy } from './narrow-proxy.ts'
import { nextParser } from './plain-proxy.ts'
import { type Build, sealBuild } from './seal-build.ts'
import { terminalLines } from './terminal-text.ts'

/** Seals what Next.js has built, tells of it, and gives the build back to whatever comes after us. */
export async function finishBuild(
  build: BuildComplete,
  config: LoadedConfig,
  channel: Channel,
  nonce: string,
): Promise<void> {
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
