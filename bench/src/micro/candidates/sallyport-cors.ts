import { applyHeaders, applyVary, compile, decide } from '@sallyport/core'
import { sallyport } from '@sallyport/node'
import { type CorsCandidate, type CorsSetup, MAX_AGE } from './cors-setup.ts'

function configure({ origins, methods, allowedHeaders }: CorsSetup): Parameters<typeof compile>[0] {
  return {
    cors: {
      origins,
      credentials: true,
      maxAge: MAX_AGE,
      allowedHeaders: allowedHeaders ?? '*',
      ...(methods === undefined ? {} : { methods }),
    },
    csrf: false,
  }
}

/** The core by itself, writing straight to the response. */
export const sallyportCore: CorsCandidate = (setup) => {
  const policy = compile(configure(setup))
  return (request, response) => {
    const decision = decide(policy, request)
    // First, as servers do: asking what is there costs least while nothing is.
    applyVary(decision, response)
    applyHeaders(decision, response)
    if (decision.kind === 'continue') return
    response.statusCode = decision.status
    response.end()
  }
}

/** As a Node server runs it, for responses that are real. */
export const sallyportNode: CorsCandidate = (setup) => {
  const middleware = sallyport(configure(setup))
  const next = (): void => undefined
  return (request, response) => middleware(request, response, next)
}
