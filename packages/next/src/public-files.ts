import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashHtml } from '@sallyport/html'
import type { PageSources } from './build-manifest.ts'
import { filesBelow } from './files-below.ts'
import { forEachOf } from './for-each.ts'

export interface PublicFiles {
  readonly pages: Readonly<Record<string, PageSources>>
  /** The paths of all others. */
  readonly files: readonly string[]
}

/** The app's `public` folder. Nothing was injected into files that were written by hand, so all that they run is hashed. */
export async function listPublic(folder: string): Promise<PublicFiles> {
  const pages: Record<string, PageSources> = {}
  const files: string[] = []
  await forEachOf(filesBelow(folder), async (name) => {
    if (!name.endsWith('.html') && !name.endsWith('.htm')) {
      files.push(`/${name}`)
      return
    }
    const { scripts, styles } = await hashHtml(await readFile(join(folder, name), 'utf8'))
    pages[`/${name}`] = { scripts, styles }
  })
  return { pages, files }
}
