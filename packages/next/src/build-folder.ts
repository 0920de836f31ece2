import type { ReadBuildFile } from './build-output.ts'

/**
 * Reads from the build folder of the running server. Where there are no files (edge runtime, workers) there is nothing to read: hence
 * `getBuiltinModule`, which is no import that a bundler for those would trip over.
 */
export const readBuildFile: ReadBuildFile = (name) => {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs')
  if (fs === undefined) return undefined
  for (const folder of buildFolders()) {
    try {
      return fs.readFileSync(`${folder}/${name}`, 'utf8')
    } catch {
      // Not this one.
    }
  }
  return undefined
}

function buildFolders(): readonly string[] {
  const working = globalThis.process.cwd()
  // Next.js replaces both when it bundles the proxy: `distDir`, and the app's folder seen from where the build ran.
  const dist = process.env.__NEXT_RELATIVE_DIST_DIR || '.next'
  const project = process.env.__NEXT_RELATIVE_PROJECT_DIR || '.'
  // The second is for a server started in the app's own folder; a standalone server always is.
  return [`${working}/${project}/${dist}`, `${working}/${dist}`]
}
