import { createServer } from 'node:http'
import { createServer as createHttp2Server, createSecureServer } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import { cspNonce, guardUpgrades, sallyport } from './index.ts'

const guard = sallyport({ cors: { origins: ['https://a.test'] } })

createServer((request, response) => guard(request, response, () => response.end(cspNonce(response))))
createHttp2Server((request, response) => guard(request, response, () => response.end(cspNonce(response))))

guardUpgrades(createServer(), { csrf: true })
guardUpgrades(createHttpsServer(), { csrf: true })
guardUpgrades(createHttp2Server(), { csrf: true })
guardUpgrades(createSecureServer(), { csrf: true })

// @ts-expect-error There is no default origin.
sallyport({ cors: {} })
