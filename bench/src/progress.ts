/** Says what is being measured. On the error stream, so that the results can be piped. */
export interface Progress {
  show(text: string): void
  clear(): void
}

const EVERY = 10_000

export function createProgress(stream: NodeJS.WriteStream): Progress {
  // A log cannot rewrite its last line, so it gets one now and then.
  let last = Number.NEGATIVE_INFINITY
  return {
    show(text) {
      if (stream.isTTY) stream.write(`\r\u001b[2K${text}`)
      else if (performance.now() - last > EVERY) {
        last = performance.now()
        stream.write(`${text}\n`)
      }
    },
    clear() {
      if (stream.isTTY) stream.write('\r\u001b[2K')
    },
  }
}
