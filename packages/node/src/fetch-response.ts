/** What is used to send a `Response`: `ServerResponse` and `Http2ServerResponse` both fit. */
export interface NodeResponder {
  readonly headersSent: boolean
  readonly destroyed?: boolean
  readonly writableFinished?: boolean
  statusCode: number
  setHeader(name: string, value: string | readonly string[]): unknown
  /** HTTP/2 has it too, though its types do not. */
  flushHeaders?(): unknown
  write(chunk: Uint8Array): boolean
  end(): unknown
  once(event: 'close' | 'drain', listener: () => void): unknown
  off(event: 'close' | 'drain', listener: () => void): unknown
}

// RFC 9113 §8.2.2: HTTP/2 has none, and Node throws.
const OF_THE_CONNECTION: readonly string[] = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
]

/**
 * Sends a `Response`, its body as it comes and no faster than the client takes it. When the client leaves, the body is cancelled.
 *
 * @throws whatever the body's stream fails with.
 */
export async function sendResponse(
  { status, headers, body }: Response,
  { method, httpVersionMajor }: { readonly method?: string | undefined; readonly httpVersionMajor?: number },
  response: NodeResponder,
): Promise<void> {
  // Somebody else has answered, or nobody is there any more.
  if (response.headersSent || response.destroyed === true) {
    await body?.cancel()
    return
  }
  const cookies: string[] = []
  for (const [name, value] of headers) {
    if (name === 'set-cookie') cookies.push(value)
    if (name === 'set-cookie' || (httpVersionMajor === 2 && OF_THE_CONNECTION.includes(name))) continue
    response.setHeader(name, value)
  }
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  // Not writeHead: only before the head is written does Node see that there will be no body, and says so.
  response.statusCode = status
  if (body === null || method === 'HEAD') {
    response.end()
    await body?.cancel()
    return
  }
  // Who streams without saying how much may not have anything yet, and the client should know that it was heard.
  if (!headers.has('content-length')) response.flushHeaders?.()
  await pipe(body, response)
}

async function pipe(body: ReadableStream<Uint8Array>, response: NodeResponder): Promise<void> {
  const reader = body.getReader()
  const leave = (): void => void reader.cancel().catch(ignore)
  response.once('close', leave)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (!response.write(value) && response.destroyed !== true) await drained(response)
    }
  } finally {
    response.off('close', leave)
  }
  response.end()
}

function drained(response: NodeResponder): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go)
      response.off('close', go)
      resolve()
    }
    response.once('drain', go)
    response.once('close', go)
  })
}

function ignore(): void {}
