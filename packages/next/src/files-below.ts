import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The files of a folder and of those in it, by their names seen from it, with `/` between them. None when there is no such folder. Without waiting, as all that
 * is read of a build: it has just been written, so that no disk is asked, and to wait would cost several times what reading does.
 */
export function* filesBelow(folder: string, below = ''): Generator<string> {
  for (const entry of entriesOf(join(folder, below))) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(folder, name)
    else yield name
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
