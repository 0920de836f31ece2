export interface BodyLimits {
  readonly bodyBytes: number
  readonly bodyTime: number
}

/** The body as text, or why there is none: 400 it broke off, 408 it took too long, 413 it was too long. */
export type BodyRead = { readonly text: string } | { readonly refused: 400 | 408 | 413 }

// Bytes that are no UTF-8 become U+FFFD, as browsers' own decoders do it; never an error.
const decoder = new TextDecoder()

/** Reads a body to its end, never more of it than the limits say. Never rejects. */
export async function readBody(request: Request, { bodyBytes, bodyTime }: BodyLimits): Promise<BodyRead> {
  // A length that is announced too long need not arrive first. One that is announced too short is of no use to anybody.
  if (Number(request.headers.get('content-length')) > bodyBytes) {
    dropBody(request)
    return { refused: 413 }
  }
  let reader: ReadableStreamDefaultReader<unknown>
  try {
    if (request.body === null) return { text: '' }
    reader = request.body.getReader()
  } catch {
    // Somebody has read it already.
    return { refused: 400 }
  }
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    // Ends the read that waits (Streams, ReadableStreamCancel step 5).
    leave(reader)
  }, bodyTime)
  try {
    const bytes = new GrowingBytes()
    for (;;) {
      const { done, value } = await reader.read()
      if (isLate) return { refused: 408 }
      if (done) return { text: decoder.decode(bytes.all) }
      if (!(value instanceof Uint8Array)) {
        leave(reader)
        return { refused: 400 }
      }
      if (bytes.length + value.length > bodyBytes) {
        leave(reader)
        return { refused: 413 }
      }
      bytes.add(value, bodyBytes)
    }
  } catch {
    return { refused: isLate ? 408 : 400 }
  } finally {
    clearTimeout(timer)
  }
}

/** Of a request that is refused before anybody looks at its body. */
export function dropBody(request: Request): void {
  try {
    request.body?.cancel().catch(ignore)
  } catch {
    // Somebody reads it: it is theirs to end.
  }
}

function leave(reader: ReadableStreamDefaultReader<unknown>): void {
  reader.cancel().catch(ignore)
}

function ignore(): void {}

const FIRST_SIZE = 4_096

/**
 * Copied together as it comes: a list of chunks would hold a hundred bytes for each byte of a body that is sent byte by byte. The usual body is one chunk, which is
 * not copied.
 */
class GrowingBytes {
  #bytes: Uint8Array | undefined
  #isOurs = false
  length = 0

  get all(): Uint8Array {
    return this.#bytes?.subarray(0, this.length) ?? new Uint8Array()
  }

  /** @param most What it may grow to. */
  add(chunk: Uint8Array, most: number): void {
    const length = this.length + chunk.length
    if (this.#bytes === undefined) this.#bytes = chunk
    else {
      if (!this.#isOurs || length > this.#bytes.length) {
        const grown = new Uint8Array(Math.min(most, Math.max(length * 2, FIRST_SIZE)))
        grown.set(this.all)
        this.#bytes = grown
        this.#isOurs = true
      }
      this.#bytes.set(chunk, this.length)
    }
    this.length = length
  }
}
