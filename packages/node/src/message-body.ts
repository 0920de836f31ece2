/** What is used of a request's body: `IncomingMessage` and `Http2ServerRequest` both fit. */
export interface MessageStream {
  readonly readableEnded: boolean
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  on(event: 'end' | 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  pause(): unknown
  resume(): unknown
}

/** The body of a request of Node's. */
export interface MessageBody {
  /** As a stream that takes from the client no more than is read. Errors when the client leaves in its middle. Every call gives the same one. */
  stream(): ReadableStream<Uint8Array>
  readonly isUsed: boolean
  /** The client left before the end. */
  readonly isCut: boolean
  /** Once there is an answer: lets the rest come and go, so that the connection stays usable. */
  discard(): void
}

export function createBody(message: MessageStream): MessageBody {
  return new Body(message)
}

class Body implements MessageBody {
  readonly #message: MessageStream
  #stream: ReadableStream<Uint8Array> | undefined
  #isOver = false
  isUsed = false
  isCut = false

  constructor(message: MessageStream) {
    this.#message = message
  }

  stream(): ReadableStream<Uint8Array> {
    this.#stream ??= new ReadableStream<Uint8Array>(
      {
        start: (controller) => this.#listen(controller),
        pull: () => {
          this.isUsed = true
          this.#message.resume()
        },
        cancel: () => this.discard(),
      },
      // Nothing is taken before somebody reads.
      { highWaterMark: 0 },
    )
    return this.#stream
  }

  discard(): void {
    this.#isOver = true
    // What nobody has listened to, Node discards by itself.
    if (this.#stream !== undefined && !this.#message.readableEnded) this.#message.resume()
  }

  #listen(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const message = this.#message
    // Somebody has read it before, and it will not end again.
    if (message.readableEnded) {
      this.#isOver = true
      controller.close()
      return
    }
    message.pause()
    message.on('data', (chunk) => {
      if (this.#isOver) return
      controller.enqueue(chunk)
      if ((controller.desiredSize ?? 0) <= 0) message.pause()
    })
    message.on('end', () => {
      if (this.#isOver) return
      this.#isOver = true
      controller.close()
    })
    const cut = (error?: Error): void => {
      // Nearly always. To make an error for it would cost as much as all the rest.
      if (this.#isOver) return
      this.#isOver = true
      this.isCut = true
      controller.error(error ?? new Error('The client left in the middle of the request.'))
    }
    message.on('error', cut)
    // HTTP/2 knows no error for it.
    message.on('close', () => cut())
  }
}
