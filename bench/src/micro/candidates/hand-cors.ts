import type { CorsCandidate } from './cors-setup.ts'

// The best correct code by hand for each case. Each is a function of its own, so that a process compiles only the one it runs.

export const handOneOrigin: CorsCandidate = ({ origins: [allowed] }) => {
  return (request, response) => {
    response.setHeader('vary', 'origin')
    if (allowed === undefined || request.headers.origin !== allowed) return
    response.setHeader('access-control-allow-origin', allowed)
    response.setHeader('access-control-allow-credentials', 'true')
  }
}

export const handList: CorsCandidate = ({ origins }) => {
  const allowed = new Set(origins)
  return (request, response) => {
    response.setHeader('vary', 'origin')
    const { origin } = request.headers
    if (origin === undefined || !allowed.has(origin)) return
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-allow-credentials', 'true')
  }
}

export const handWildcard: CorsCandidate = ({ origins: [pattern = ''] }) => {
  const [start = '', end = ''] = pattern.split('*')
  return (request, response) => {
    response.setHeader('vary', 'origin')
    const { origin } = request.headers
    if (origin === undefined || !origin.startsWith(start) || !origin.endsWith(end)) return
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-allow-credentials', 'true')
  }
}

/** Sends its list of headers, and does not look which ones are asked for. */
export const handPreflight: CorsCandidate = ({ origins: [allowed], methods = [], allowedHeaders = [] }) => {
  const methodList = methods.join(',')
  const headerList = allowedHeaders.join(',')
  return (request, response) => {
    response.setHeader('vary', 'origin')
    if (allowed !== undefined && request.headers.origin === allowed) {
      response.setHeader('access-control-allow-origin', allowed)
      response.setHeader('access-control-allow-credentials', 'true')
      response.setHeader('access-control-allow-methods', methodList)
      response.setHeader('access-control-allow-headers', headerList)
      response.setHeader('access-control-max-age', '600')
    }
    response.statusCode = 204
    response.end()
  }
}

/** Echoes whatever is asked for. */
export const handReflectingPreflight: CorsCandidate = ({ origins: [allowed], methods = [] }) => {
  const methodList = methods.join(',')
  return (request, response) => {
    response.setHeader('vary', 'origin, access-control-request-headers')
    if (allowed !== undefined && request.headers.origin === allowed) {
      response.setHeader('access-control-allow-origin', allowed)
      response.setHeader('access-control-allow-credentials', 'true')
      response.setHeader('access-control-allow-methods', methodList)
      const asked = request.headers['access-control-request-headers']
      if (asked !== undefined) response.setHeader('access-control-allow-headers', asked)
      response.setHeader('access-control-max-age', '600')
    }
    response.statusCode = 204
    response.end()
  }
}

/**
 * The same headers for everybody, without any check, spelled as people write them. Node looks names up in small letters, so on a real
 * response this is not quite the floor: {@link constantInSmallLetters} is.
 */
export const constantActual: CorsCandidate = ({ origins: [allowed = ''] }) => {
  return (_request, response) => {
    response.setHeader('Vary', 'Origin')
    response.setHeader('Access-Control-Allow-Origin', allowed)
    response.setHeader('Access-Control-Allow-Credentials', 'true')
  }
}

/** The same, spelled as Node wants it: what no candidate can go below. */
export const constantInSmallLetters: CorsCandidate = ({ origins: [allowed = ''] }) => {
  return (_request, response) => {
    response.setHeader('vary', 'origin')
    response.setHeader('access-control-allow-origin', allowed)
    response.setHeader('access-control-allow-credentials', 'true')
  }
}

/** The same where the app may be any of many: whoever asks is answered by name, and nothing is looked up. */
export const constantEcho: CorsCandidate = () => {
  return (request, response) => {
    response.setHeader('Vary', 'Origin')
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '')
    response.setHeader('Access-Control-Allow-Credentials', 'true')
  }
}

/** The same for a preflight. */
export const constantPreflight: CorsCandidate = ({ origins: [allowed = ''], methods = [], allowedHeaders = [] }) => {
  const methodList = methods.join(',')
  const headerList = allowedHeaders.join(',')
  return (_request, response) => {
    response.setHeader('Vary', 'Origin')
    response.setHeader('Access-Control-Allow-Origin', allowed)
    response.setHeader('Access-Control-Allow-Credentials', 'true')
    response.setHeader('Access-Control-Allow-Methods', methodList)
    response.setHeader('Access-Control-Allow-Headers', headerList)
    response.setHeader('Access-Control-Max-Age', '600')
    response.statusCode = 204
    response.end()
  }
}
