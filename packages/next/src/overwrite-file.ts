import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs'

/**
 * Writes anew a file that is there, into the place that it has. To empty it first, as `writeFileSync` does, makes file systems give that place
 * back and look for another, which takes several times as long as all else that is done to a page of a build.
 *
 * @throws {Error} of Node.js, such as for a file that is not there.
 */
export function overwriteFile(file: string, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const handle = openSync(file, 'r+')
  try {
    writeFileSync(handle, bytes)
    ftruncateSync(handle, bytes.length)
  } finally {
    closeSync(handle)
  }
}
