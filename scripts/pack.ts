import { join } from 'node:path'
import { root, run } from './run.ts'
import { type Package, publicPackages } from './workspace.ts'

export interface PackedPackage extends Package {
  /** The tarball's path. */
  readonly tarball: string
}

/**
 * Packs every public package into a folder, as it would be published. Throws with pnpm's own words when one cannot be
 * packed. The packages must be built.
 */
export async function packPackages(folder: string): Promise<readonly PackedPackage[]> {
  const packed: PackedPackage[] = []
  for (const one of publicPackages()) {
    const tarball = join(folder, `${one.manifest.name.replace('@', '').replace('/', '-')}-${one.manifest.version}.tgz`)
    const result = await run('pnpm', ['pack', '--out', tarball], { cwd: join(root, one.path) })
    if (result.code !== 0) throw new Error(`pnpm pack failed in ${one.path}:\n${result.output}`)
    packed.push({ ...one, tarball })
  }
  return packed
}
