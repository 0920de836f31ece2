import { readBuildFile } from './build-folder.ts'
import type { BuildManifest, PageSources } from './build-manifest.ts'
import { readChannel } from './channel.ts'
import { lacksCors } from './integrity-of.ts'
import { readDraftKey, readManifest } from './read-manifest.ts'
import { settlesResponses } from './settling.ts'
import { warnOnce } from './warning.ts'

/** What the proxy knows about pages that carry their own policy. */
export interface SealedBuild {
  readonly errorPages: PageSources
  /** What a file's policy needs in place of the nonce: empty for one that is no page; undefined for what is no file. */
  readonly fileAt: (path: string) => PageSources | undefined
  /** What the cookie of a visitor in draft mode holds. */
  readonly draftKey: string | undefined
}

/** Reads it when it is first asked for: a module is loaded while building too, when there is nothing to read. */
export function createSealedBuild(
  read: () => SealedBuild | undefined = readSealedBuild,
): () => SealedBuild | undefined {
  let build: SealedBuild | undefined | null = null
  return () => {
    if (build === null) build = read()
    if (build === undefined || settlesResponses()) return build
    warnOnce(
      'no handler',
      'The server does not run the cache handler that withSallyport() sets in next.config, so pages that are kept are sent with the rest of the policy, without the directives that a nonce decides.',
    )
    return undefined
  }
}

/** Undefined without `withSallyport`, and where it could not do its work. */
function readSealedBuild(): SealedBuild | undefined {
  if (process.env.NODE_ENV === 'development') return undefined
  const channel = readChannel()
  if (channel === undefined) return undefined
  if (channel.runtimePages === 'unsealed') {
    warnOnce(
      'unsealed',
      'Pages that are made while the server runs cannot be sealed here (the build says why), so pages that are kept are sent with the rest of the policy, without the directives that a nonce decides.',
    )
    return undefined
  }
  // The build says so.
  if (lacksCors(channel)) return undefined
  const manifest = readManifest(readBuildFile)
  if (manifest === undefined) {
    warnOnce(
      'no build',
      'The proxy does not find what the build says about sealed pages (edge runtime, a server without the build folder, or a build without the adapter of withSallyport). ' +
        'Pages that are kept are sent with the rest of the policy, without the directives that a nonce decides.',
    )
    return undefined
  }
  return toSealedBuild(manifest, readDraftKey(readBuildFile))
}

const NO_PAGE: PageSources = { scripts: [], styles: [] }

export function toSealedBuild(manifest: BuildManifest, draftKey: string | undefined): SealedBuild {
  const files = new Map<string, PageSources>(manifest.publicFiles.map((path) => [path, NO_PAGE]))
  for (const [path, sources] of Object.entries(manifest.files)) files.set(path, sources)
  return { errorPages: manifest.errorPages, fileAt: (path) => files.get(path), draftKey }
}
