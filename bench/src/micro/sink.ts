import type { IncomingHttpHeaders } from 'node:http'
import type { BenchRequest, BenchResponse } from './exchange.ts'
import { FakeRequest, FakeResponse, FlatResponse } from './fake-exchange.ts'
import { RealRequest, RealResponse } from './real-exchange.ts'

/**
 * Where headers go. `fake`: into an array, so that little but the decision is measured. `flat`: values are written out as bytes
 * too, so that a lazy concatenation has to be paid. `real`: a new `http.ServerResponse` each time, with its head rendered.
 */
export type SinkKind = 'fake' | 'flat' | 'real'

/** Makes the requests and responses of one kind of sink. */
export interface Sink {
  createRequest(): BenchRequest
  /** The response of a slot, empty. Measured, because making a real one is part of what a request costs. */
  open(slot: number): BenchResponse
  /** What a server does after the candidate is done; measured. */
  finish(response: BenchResponse): void
}

/**
 * `inFlight`: how many responses are open at once, a power of two. Fake ones take turns: one alone would let the compiler keep it
 * in registers, and one for each request would measure how fast memory is.
 */
export function createSink(kind: SinkKind, inFlight: number): Sink {
  if (kind === 'real') return createRealSink()
  return kind === 'fake' ? createFakeSink(FakeResponse, inFlight) : createFakeSink(FlatResponse, inFlight)
}

function createFakeSink(Response: typeof FakeResponse, inFlight: number): Sink {
  const responses = Array.from({ length: inFlight }, () => new Response())
  const spare = new Response()
  const mask = inFlight - 1
  return {
    createRequest: () => new FakeRequest(browserHeaders()),
    open(slot) {
      const response = responses[slot & mask] ?? spare
      response.reset()
      return response
    },
    finish(response) {
      if (response instanceof FlatResponse) response.flush()
    },
  }
}

function createRealSink(): Sink {
  const request = new RealRequest(browserHeaders())
  return {
    createRequest: () => new RealRequest(browserHeaders()),
    open: () => new RealResponse(request),
    finish(response) {
      if (response instanceof RealResponse && !response.headersSent) response.writeHead(response.statusCode)
    },
  }
}

function browserHeaders(): IncomingHttpHeaders {
  return {
    host: 'api.example.com',
    connection: 'keep-alive',
    'user-agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    accept: '*/*',
    origin: '',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'cors',
    'accept-encoding': 'gzip, deflate, br, zstd',
  }
}
