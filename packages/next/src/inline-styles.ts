import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashHtml } from '@sallyport/html'
import type { BuildManifest, PageSources } from './build-manifest.ts'
import { filesBelow } from './files-below.ts'
import { forEachOf } from './for-each.ts'
import { keptFile } from './kept-file.ts'

/**
 * How many inline styles no hash admits are in each page that the build left as HTML, by path: `style` attributes, and `<style>`s that are
 * not Next.js's own.
 */
export async function countInlineStyles(dist: string, manifest: BuildManifest): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const server = join(dist, 'server')
  await forEachOf(filesBelow(server), async (file) => {
    if (!file.endsWith('.html')) return
    const path = keptFile(file)?.path
    if (path === undefined) return
    const sources = manifest.sealed[path] ?? manifest.shells[path] ?? manifest.files[path]
    if (sources !== undefined) counts.set(path, await countIn(join(server, file), sources))
  })
  return counts
}

async function countIn(file: string, { styles }: PageSources): Promise<number> {
  const { items } = await hashHtml(await readFile(file, 'utf8'))
  return items.filter(
    ({ kind, hashes }) =>
      kind === 'style attribute' || (kind === 'style' && !hashes.some((hash) => styles.includes(hash))),
  ).length
}
