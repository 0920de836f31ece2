import { appendFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(`${process.cwd()}/package.json`)
const { default: FileSystemCache } = require('next/dist/server/lib/incremental-cache/file-system-cache.js')

const mocks = Object.keys(require.cache).filter((file) => file.endsWith('next/dist/server/lib/mock-request.js'))
note({ event: 'loaded', mocks: mocks.length })

if (process.env.CANARY_BUILDS === '1') {
  for (const file of mocks) {
    const kept = new WeakMap()
    Object.defineProperty(require(file).MockedRequest.prototype, 'headers', {
      configurable: true,
      get() {
        return kept.get(this)
      },
      set(headers) {
        kept.set(this, { ...headers, 'content-security-policy': "script-src 'nonce-Y2FuYXJ5LWJ1aWxk'" })
      },
    })
  }
} else {
  const { writeHead } = ServerResponse.prototype
  ServerResponse.prototype.writeHead = function (...args) {
    if (!this.headersSent) this.setHeader('x-write-head', 'seen')
    return writeHead.apply(this, args)
  }
}

/** Writes down what it is given, and marks what goes through it. */
export default class Handler extends FileSystemCache {
  constructor(context) {
    super(context)
    this.requestHeaders = context._requestHeaders ?? {}
    note({ event: 'constructed', keys: Object.keys(context), hasDist: typeof context.serverDistDir === 'string' })
  }

  async get(key, context) {
    if (process.env.CANARY_BUILDS !== '1') {
      this.requestHeaders['content-security-policy'] = "script-src 'nonce-Y2FuYXJ5LXJ1bnRpbWU='"
    }
    const entry = await super.get(key, context)
    note({ event: 'get', key, kind: context.kind, value: shapeOf(entry?.value) })
    return entry
  }

  async set(key, value, context) {
    note({ event: 'set', key, value: shapeOf(value) })
    if (value?.kind === 'APP_PAGE' && process.env.CANARY_BUILDS !== '1') {
      value.html = value.html.replace('</body>', '<!-- changed by set --></body>')
      value.headers = { ...value.headers, 'x-set': 'by set' }
    }
    return super.set(key, value, context)
  }
}

function shapeOf(value) {
  if (typeof value !== 'object' || value === null) return null
  const entries = Object.entries(value).map(([name, part]) => [name, typeOf(part)])
  return { ...Object.fromEntries(entries), kind: value.kind }
}

function typeOf(part) {
  if (Buffer.isBuffer(part)) return 'buffer'
  return part instanceof Map ? 'map' : typeof part
}

function note(line) {
  appendFileSync(join(process.cwd(), 'handler.jsonl'), `${JSON.stringify(line)}\n`)
}
