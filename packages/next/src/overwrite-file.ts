import { closeSync, ftruncateSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs'

/**
 * Writes anew a file that is there, into the place that it has. To empty it first, as `writeFileSync` does, makes file systems give that place
 * back and look for another, which takes several times as long as all else that is done to a page of a build.
 *
 * @param length Of what is there, in bytes, or more than that: only a longer file has to be cut.
 * @throws {Error} of Node.js, such as for a file that is not there.
 */
export function overwriteFile(file: string, content: string | Uint8Array, length: number): void {
  writeFileSync(file, content, { flag: 'r+' })
  const written = typeof content === 'string' ? Buffer.byteLength(content) : content.length
  if (written < length) truncateSync(file, written)
}

/**
 * Changes the text of a file in the place that it has, and opens it once for both. Nothing is written where nothing changes.
 *
 * @throws {Error} of Node.js, and what `change` throws.
 */
export function changeFile(file: string, change: (text: string) => string): void {
  const handle = openSync(file, 'r+')
  try {
    const text = readFileSync(handle, 'utf8')
    const changed = change(text)
    if (changed === text) return
    const bytes = Buffer.from(changed)
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done, bytes.length - done, done)
    if (bytes.length < Buffer.byteLength(text)) ftruncateSync(handle, bytes.length)
  } finally {
    closeSync(handle)
  }
}
