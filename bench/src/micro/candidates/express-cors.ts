import type { BenchRequest, BenchResponse } from '../exchange.ts'
import { type CorsCandidate, MAX_AGE } from './cors-setup.ts'
import { requirePeer } from './peer.ts'

const done = (): void => undefined

export const expressCors: CorsCandidate = ({ origins, expressions, methods, allowedHeaders }) => {
  const cors: (options: object) => (request: BenchRequest, response: BenchResponse, next: () => void) => void =
    requirePeer('cors')
  // A single text would be sent whoever asks; the others look who asks, so this one gets a list.
  const origin = expressions ?? origins
  const middleware = cors({
    origin,
    credentials: true,
    maxAge: MAX_AGE,
    ...(methods === undefined ? {} : { methods }),
    ...(allowedHeaders === undefined ? {} : { allowedHeaders }),
  })
  return (request, response) => middleware(request, response, done)
}
