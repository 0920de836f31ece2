import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { cspNonce, sallyport } from './index.ts'

const guard = sallyport({ cors: { origins: ['https://a.test'] } })

createServer((request, response) => guard(request, response, () => response.end(cspNonce(response))))
createHttp2Server((request, response) => guard(request, response, () => response.end(cspNonce(response))))

// @ts-expect-error There is no default origin.
sallyport({ cors: {} })
