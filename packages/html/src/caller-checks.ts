// What TypeScript refuses and JavaScript hands over all the same. Most of it would otherwise look like a page in which nothing is wrong.

/** @throws {TypeError} for an option that does not exist. */
export function checkOptions(caller: string, options: object, keys: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`The options of ${caller} are an object with ${keys.join(', ')}.`)
  }
  for (const key of Object.keys(options)) {
    if (!keys.includes(key)) throw new TypeError(`${caller} has no option ${key}. It has ${keys.join(', ')}.`)
  }
}

/** @throws {TypeError} for anything but a text; `needed` says what the caller needs. */
export function checkText(value: unknown, needed: string): void {
  if (typeof value !== 'string') throw new TypeError(`${needed}${fixFor(value)}`)
}

function fixFor(value: unknown): string {
  if (value instanceof Promise) return ' Await the promise.'
  if (value instanceof Uint8Array) return " Decode it, as readFile(path, 'utf8') does."
  if (value instanceof Response) return ' Of a response, that is await response.text().'
  return ''
}

/** @throws {TypeError} for anything but what hashHtml found. */
export function checkHashes(caller: string, hashes: unknown): void {
  if (typeof hashes === 'object' && hashes !== null && 'items' in hashes && Array.isArray(hashes.items)) return
  const fix =
    hashes instanceof Promise
      ? 'await the promise'
      : Array.isArray(hashes)
        ? 'put several together with combineHashes'
        : 'give the text of the page to hashHtml first'
  throw new TypeError(`${caller} needs what hashHtml found: ${fix}.`)
}
