import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files below a folder that hold one of the texts. */
export async function filesWithText(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const found: string[] = []
  for (const file of files) {
    const content = await readFile(file, 'latin1')
    if (texts.some((text) => content.includes(text))) found.push(file)
  }
  return found
}
