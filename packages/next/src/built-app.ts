import { type BuildManifest, MANIFEST_FILE, MANIFEST_MEMBER } from './build-manifest.ts'
import { type BuildOutput, parseBuildOutput, type ReadBuildFile } from './build-output.ts'
import { CHANNEL_NAME, type Channel, parseChannel } from './channel.ts'
import { readManifest } from './read-manifest.ts'
import { isRecord, readRecord } from './record.ts'

/** What is known of an app after `next build`. */
export interface BuiltApp {
  readonly channel: Channel
  readonly manifest: BuildManifest
  readonly output: BuildOutput
  /** Paths made at build. */
  readonly made: ReadonlyMap<string, MadePath>
  /** Pages with parameters that have kept responses. */
  readonly patterns: ReadonlyMap<string, KeptPattern>
  /** Pages of the Pages Router that are files. */
  readonly staticPages: readonly string[]
  /** `output: 'export'`: there is no server. */
  readonly isExport: boolean
  readonly trailingSlash: boolean
}

export interface MadePath {
  readonly page: string
  /** After how many seconds it is made anew; false: never. */
  readonly revalidate: number | false
  readonly isPartial: boolean
}

export interface KeptPattern {
  /** Whether paths that were not made at build are made when they are asked for. */
  readonly isOpen: boolean
  readonly isPartial: boolean
}

/** Why nothing can be said of an app, and what to do about it. */
export interface BuildProblem {
  readonly problem: string
  readonly fix: string
}

export function readBuiltApp(read: ReadBuildFile): BuiltApp | BuildProblem {
  const prerender = readRecord(read, MANIFEST_FILE)
  const output = parseBuildOutput(read)
  if (prerender === undefined || output === undefined) {
    return {
      problem: 'there is no finished build.',
      fix: 'Run `next build` first. If the build is in another folder (distDir in next.config), name it: --dist <folder>.',
    }
  }
  const config = member(readRecord(read, 'required-server-files.json'), 'config')
  const text = member(config, 'env')?.[CHANNEL_NAME]
  if (typeof text !== 'string') {
    return {
      problem: 'the app was built without withSallyport, so its pages have no policies of their own.',
      fix: "Wrap next.config: `export default withSallyport(nextConfig, config)`, from '@sallyport/next/config'. Then build again.",
    }
  }
  const channel = parseChannel(text)
  const manifest = readManifest(read)
  const written = prerender[MANIFEST_MEMBER]
  if (channel !== undefined && written === undefined) {
    return {
      problem:
        'the build did not note down what its pages need: its last step, the adapter of withSallyport, did not run.',
      fix: 'If next.config changes what withSallyport returns, keep its adapterPath. Then build again.',
    }
  }
  if (channel === undefined || manifest === undefined) {
    return {
      problem: 'the app was built with another version of @sallyport/next.',
      fix: 'Run `next build` again, with the version that is installed now.',
    }
  }
  return {
    channel,
    manifest,
    output,
    made: new Map(
      Object.entries(member(prerender, 'routes') ?? {}).map(([path, entry]) => [path, madePath(path, entry)]),
    ),
    patterns: new Map(
      Object.entries(member(prerender, 'dynamicRoutes') ?? {}).map(([page, entry]) => [page, keptPattern(entry)]),
    ),
    staticPages: Object.entries(readRecord(read, 'server/pages-manifest.json') ?? {}).flatMap(([page, file]) =>
      typeof file === 'string' && file.endsWith('.html') ? [page] : [],
    ),
    isExport: config?.output === 'export',
    trailingSlash: config?.trailingSlash === true,
  }
}

function madePath(path: string, entry: unknown): MadePath {
  const { srcRoute, initialRevalidateSeconds } = isRecord(entry) ? entry : {}
  return {
    page: typeof srcRoute === 'string' ? srcRoute : path,
    revalidate: typeof initialRevalidateSeconds === 'number' ? initialRevalidateSeconds : false,
    isPartial: isPartial(entry),
  }
}

function keptPattern(entry: unknown): KeptPattern {
  return { isOpen: isRecord(entry) && entry.fallback !== false, isPartial: isPartial(entry) }
}

/** Next.js 16 says how the rest comes about; 15 has a flag. */
function isPartial(entry: unknown): boolean {
  return (
    isRecord(entry) &&
    (entry.compute === 'resuming' || entry.experimentalPPR === true || entry.renderingMode === 'PARTIALLY_STATIC')
  )
}

function member(value: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  const found = isRecord(value) ? value[name] : undefined
  return isRecord(found) ? found : undefined
}
