import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decide, type Policy } from '@sallyport/core'
import { narrowMatchers } from './narrow-matchers.ts'
import { isPlainProxy, type ParseModule } from './plain-proxy.ts'

export interface NarrowedBuild {
  readonly projectFolder: string
  readonly buildFolder: string
  readonly policy: Policy
  /** Pages that carry their own policy, without the base path. */
  readonly paths: readonly string[]
  readonly basePath: string
  readonly parse: ParseModule
}

/**
 * Takes the pages for which the proxy has nothing to do out of its matcher, in what the build left. Nothing changes when the proxy may
 * do more than we do, or when another page may stand behind such a path.
 *
 * @returns how many pages are sent without the proxy.
 */
export async function narrowProxy(build: NarrowedBuild): Promise<number> {
  const file = join(build.buildFolder, 'server', 'functions-config-manifest.json')
  const manifest = await readJson(file)
  const proxy = record(record(record(manifest).functions)['/_middleware'])
  if (!runsEverywhere(proxy.matchers) || (await mayReroute(build.buildFolder))) return 0
  if (!(await isPlain(build))) return 0
  const paths = build.paths.filter((path) => hasNothingElse(build.policy, build.basePath + path))
  const { matchers, count } = narrowMatchers(
    paths.map((path) => (path === '/' && build.basePath ? '' : path)).map((path) => build.basePath + path),
  )
  if (count === 0) return 0
  const functions = { ...record(record(manifest).functions), '/_middleware': { ...proxy, matchers } }
  await writeFile(file, JSON.stringify({ ...record(manifest), functions }, null, 2))
  return count
}

/** The proxy has no `config.matcher`: with one, the app has said itself where it runs. */
function runsEverywhere(matchers: unknown): boolean {
  if (!Array.isArray(matchers) || matchers.length !== 1) return false
  const { regexp, has, missing } = record(matchers[0])
  return regexp === '^.*$' && has === undefined && missing === undefined
}

/** Rewrites that come before pages, and languages in paths, put another page behind a path. */
async function mayReroute(buildFolder: string): Promise<boolean> {
  const { rewrites, i18n } = record(await readJson(join(buildFolder, 'routes-manifest.json')))
  const { beforeFiles } = record(rewrites)
  const before = Array.isArray(beforeFiles) ? beforeFiles.length : 0
  return before > 0 || (i18n !== undefined && i18n !== null)
}

const FILES = ['proxy', 'middleware'].flatMap((name) =>
  ['', 'src'].flatMap((folder) => ['ts', 'js', 'mts', 'mjs'].map((extension) => join(folder, `${name}.${extension}`))),
)

async function isPlain({ projectFolder, parse }: NarrowedBuild): Promise<boolean> {
  for (const file of FILES) {
    const source = await readFile(join(projectFolder, file), 'utf8').catch(() => undefined)
    if (source !== undefined) return isPlainProxy(file, source, parse)
  }
  return false
}

/** No other headers, and none that depend on the request. */
function hasNothingElse(policy: Policy, path: string): boolean {
  const decision = decide(policy, { method: 'GET', path, header: () => undefined })
  return (
    decision.kind === 'continue' &&
    decision.csp?.hasNonce === true &&
    decision.headers.length === 0 &&
    decision.vary.length === 0
  )
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
