import { type CompiledCsp, decide, type Policy } from '@sallyport/core'
import type { BuildManifest } from './build-manifest.ts'
import { type Channel, readChannel } from './channel.ts'
import { compile } from './compile.ts'
import { createIntegrityOf, lacksCors } from './integrity-of.ts'
import { requestPath } from './kept-file.ts'
import { readManifest } from './read-manifest.ts'
import { warnOnce } from './warning.ts'

/** What the server that makes pages knows about their policies. */
export interface Sealing {
  readonly manifest: BuildManifest
  /** The policy of a page by its path, without the base path; undefined for one that has none, or one that has no use for a nonce. */
  readonly cspAt: (path: string) => CompiledCsp | undefined
  readonly integrityOf: (src: string) => string | undefined
}

/** Of Next.js, for reading the build folder. */
export interface ReadingFs {
  readonly readFileSync: (path: string, encoding: 'utf8') => string
}

const BUILD = 'phase-production-build'

/** Undefined where pages are not sealed while the server runs: while building, and where the build has sealed none. */
export function readSealing(fs: ReadingFs, serverFolder: string): Sealing | undefined {
  const channel = readChannel()
  if (channel === undefined || channel.runtimePages !== 'sealed' || lacksCors(channel)) return undefined
  // A manifest that is there now is that of the last build.
  if (process.env.NEXT_PHASE === BUILD) return undefined
  const manifest = readManifest((name) => readText(fs, `${serverFolder}/../${name}`))
  if (manifest === undefined) {
    warnOnce(
      'no manifest',
      'The build has not sealed its pages, so pages made while the server runs are not sealed either. Build again with withSallyport() in next.config, and let it set adapterPath.',
    )
    return undefined
  }
  return createSealing(channel, manifest)
}

export function createSealing(channel: Channel, manifest: BuildManifest): Sealing {
  const policy = compile(channel.config)
  return {
    manifest,
    cspAt: remembering((path) => nonceCspAt(policy, requestPath(path, channel))),
    integrityOf: createIntegrityOf(manifest.integrity, channel),
  }
}

const MOST_PATHS = 1000

/** It is asked for with every request, and mostly for the same paths. */
function remembering<Found>(find: (path: string) => Found): (path: string) => Found {
  let known = new Map<string, { readonly found: Found }>()
  return (path) => {
    const entry = known.get(path)
    if (entry !== undefined) return entry.found
    const found = find(path)
    if (known.size >= MOST_PATHS) known = new Map()
    known.set(path, { found })
    return found
  }
}

function nonceCspAt(policy: Policy, path: string): CompiledCsp | undefined {
  const decision = decide(policy, { method: 'GET', path, header: () => undefined })
  return decision.kind === 'continue' && decision.csp?.hasNonce === true ? decision.csp : undefined
}

function readText(fs: ReadingFs, path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
