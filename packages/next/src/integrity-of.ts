import type { BuildManifest } from './build-manifest.ts'

/** How the build's files are addressed, as in next.config. */
export interface AssetAddress {
  /** Another place for the build's files, an absolute URL or a path. */
  readonly assetPrefix?: string | undefined
  readonly basePath?: string | undefined
  readonly crossOrigin?: string | undefined
}

const FILES = '/_next/'

/**
 * The digest of a script of the build, by its address in a page. Whatever is no file of the build has none, such as a file of another
 * origin that is named like one.
 */
export function createIntegrityOf(
  integrity: BuildManifest['integrity'],
  address: AssetAddress,
): (src: string) => string | undefined {
  const { assetPrefix, basePath = '' } = address
  // Browsers check the integrity of another origin's file only when it comes by CORS, and refuse it otherwise (SRI §3.3.2).
  if (lacksCors(address)) return () => undefined
  const prefix = withoutSlash(assetPrefix || basePath)
  const digests = new Map(Object.entries(integrity))
  return (src) => {
    if (!src.startsWith(prefix + FILES)) return undefined
    // `?dpl=…` names the deployment, and changes nothing about the file.
    const [path = ''] = (src.slice(prefix.length).split('#')[0] ?? '').split('?')
    return digests.get(path) ?? digests.get(decoded(path))
  }
}

/** Files come from another origin, and without CORS. */
export function lacksCors({ assetPrefix, crossOrigin }: AssetAddress): boolean {
  return assetPrefix !== undefined && isOrigin(assetPrefix) && !crossOrigin
}

function isOrigin(prefix: string): boolean {
  return prefix.startsWith('//') || URL.canParse(prefix)
}

function withoutSlash(prefix: string): string {
  return prefix.endsWith('/') ? prefix.slice(0, -1) : prefix
}

/** Next.js writes the brackets of `[slug]` as they are in some places, and encoded in others. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
