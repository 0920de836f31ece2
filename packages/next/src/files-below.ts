import { opendir } from 'node:fs/promises'
import { join } from 'node:path'

/** The files of a folder and of those in it, by their names seen from it, with `/` between them. None when there is no such folder. */
export async function* filesBelow(folder: string, below = ''): AsyncGenerator<string> {
  for await (const entry of await openFolder(join(folder, below))) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(folder, name)
    else yield name
  }
}

async function openFolder(folder: string): Promise<Awaited<ReturnType<typeof opendir>> | readonly never[]> {
  try {
    return await opendir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
