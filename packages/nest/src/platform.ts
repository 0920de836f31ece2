import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerAddress } from '@sallyport/node'

/** What both platforms' requests and responses have in common, reached in one place. */
export interface ExpressRequest extends IncomingMessage {
  /** By Express's setting for trusted proxies. */
  readonly ip?: string | undefined
  /** The pathname as the router sees it. */
  readonly path: string
}

export interface FastifyRequest extends ServerAddress {
  /** By Fastify's setting for trusted proxies. */
  readonly ip: string
  readonly raw: IncomingMessage
  /** The route that Fastify has already found; without a url when it found none. */
  readonly routeOptions: { readonly url?: string | undefined }
  /** Null when the router could not read the URL. */
  readonly params: unknown
}

export type PlatformRequest = ExpressRequest | FastifyRequest
export type PlatformResponse = ServerResponse | FastifyReply

export interface FastifyReply {
  readonly raw: ServerResponse
  /** Tells Fastify that the response is being written without it. */
  hijack(): unknown
}

export function isFastifyRequest(request: PlatformRequest): request is FastifyRequest {
  return 'raw' in request
}

export function isFastifyReply(response: PlatformResponse): response is FastifyReply {
  return 'raw' in response
}

export function rawRequest(request: PlatformRequest): IncomingMessage {
  return isFastifyRequest(request) ? request.raw : request
}

export function rawResponse(response: PlatformResponse): ServerResponse {
  return isFastifyReply(response) ? response.raw : response
}

export function isRawResponse(response: object): response is ServerResponse {
  return 'writeHead' in response
}
