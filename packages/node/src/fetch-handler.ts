import type { FetchClient, FetchHandler } from '@sallyport/core'
import { type NodeMessage, toRequest } from './fetch-request.ts'
import { type NodeResponder, sendResponse } from './fetch-response.ts'
import type { ServerAddress } from './request.ts'

export interface AnswerOptions {
  readonly client: FetchClient
  /** Where the framework says the server is. Default: what the request itself says. */
  readonly address?: Partial<ServerAddress>
  /** Told of what the handler threw. The client hears 500 and nothing else. */
  readonly onError: (error: unknown) => void
}

/** Has a handler answer a request of Node's, HTTP/1 or HTTP/2, bodies streamed both ways. Never rejects. */
export async function answerWith(
  handler: FetchHandler,
  message: NodeMessage,
  response: NodeResponder,
  { client, address, onError }: AnswerOptions,
): Promise<void> {
  const { request, body } = toRequest(message, response, address)
  try {
    await sendResponse(await handler(request, client), message, response)
  } catch (error) {
    // A client that hangs up is nobody's mistake.
    if (!body.isCut && !response.destroyed) onError(error)
    fail(response)
  } finally {
    body.discard()
  }
}

function fail(response: NodeResponder): void {
  if (response.headersSent) {
    // A body that just ends would pass for a whole one.
    abort(response)
    return
  }
  // In the place of what was said of a body that will not come.
  response.setHeader('content-length', '0')
  response.statusCode = 500
  response.end()
}

function abort(response: NodeResponder): void {
  const stream: unknown = Reflect.get(response, 'stream') ?? response
  if (typeof stream === 'object' && stream !== null && 'destroy' in stream && typeof stream.destroy === 'function')
    stream.destroy()
}
