import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AssetAddress, lacksCors } from './integrity-of.ts'

export interface Surroundings {
  /** The app's or the platform's adapter. */
  readonly adapter: string | undefined
  readonly assets: AssetAddress
  /** The app's folder. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Platforms that serve a build with a server of their own, which has its own cache; by the variable that they set in builds. */
const PLATFORMS: readonly (readonly [variable: string, name: string])[] = [
  ['VERCEL', 'Vercel'],
  ['NETLIFY', 'Netlify'],
]

/** Why pages that are made while the server runs cannot be sealed, as a sentence; undefined when they can. */
export function findRuntimeObstacle({ adapter, assets, folder, env }: Surroundings): string | undefined {
  const platform = PLATFORMS.find(([variable]) => env[variable])
  if (platform !== undefined) return `${platform[1]} serves pages from a cache of its own.`
  if (adapter) return `The adapter ${adapter} may serve pages from a cache of its own.`
  if (lacksCors(assets)) {
    return `Browsers check scripts from ${assets.assetPrefix} only when they come by CORS, so nothing can be sealed (set \`crossOrigin: 'anonymous'\` in next.config).`
  }
  const middleware = findEdgeMiddleware(folder)
  if (middleware !== undefined) {
    return `${middleware} runs in the edge runtime, where nothing tells pages rendered per request from pages that are kept (set \`runtime: 'nodejs'\` in its config, or rename it to proxy.ts on Next.js 16).`
  }
  return undefined
}

const NAMES: readonly string[] = ['', 'src/'].flatMap((folder) =>
  ['ts', 'js', 'mts', 'mjs', 'tsx', 'jsx'].map((extension) => `${folder}middleware.${extension}`),
)
// The segment config must be a literal (Next.js reads it without running the file), so the text tells.
const NODE_RUNTIME = /\bruntime['"]?\s*[:=]\s*['"`]nodejs['"`]/

function findEdgeMiddleware(folder: string): string | undefined {
  return NAMES.find((name) => {
    const file = join(folder, name)
    return existsSync(file) && !NODE_RUNTIME.test(readFileSync(file, 'utf8'))
  })
}
