import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesBelow } from './files-below.ts'
import { forEachOf } from './for-each.ts'

/** The digests of all scripts of a build, by the path that pages load them by. */
export async function hashScripts(distDir: string): Promise<Readonly<Record<string, string>>> {
  const folder = join(distDir, 'static')
  const digests: [path: string, digest: string][] = []
  await forEachOf(filesBelow(folder), async (name) => {
    if (!name.endsWith('.js') && !name.endsWith('.mjs')) return
    const digest = createHash('sha256').update(await readFile(join(folder, name)))
    digests.push([`/_next/static/${name}`, `sha256-${digest.digest('base64')}`])
  })
  // In one order, so that the same build gives the same manifest.
  return Object.fromEntries(digests.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
