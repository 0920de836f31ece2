/** Who a request is from, as the framework says. */
export interface FetchClient {
  /** The visitor's address, by the framework's own rules for trusted proxies. */
  readonly address?: string | undefined
}

/** Anything that answers a `Request` with a `Response`: the collector of `@sallyport/reports` and its page. */
export type FetchHandler = (request: Request, client?: FetchClient) => Response | Promise<Response>
