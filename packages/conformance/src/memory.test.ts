import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  type Config,
  changeDecision,
  compile,
  createRefusalLog,
  decide,
  explain,
  overridePolicy,
  type RequestView,
  type RoutePolicy,
  resolve,
} from '@sallyport/core'
import { expect, test } from 'vitest'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function heapAfterCollection(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const FILLER = 'a'.repeat(50)

/** Number `index` of a flood in which no request is like another in anything. */
function hostile(index: number): RequestView {
  const headers: Readonly<Record<string, string>> = {
    origin: `https://t${index}.${FILLER}.test`,
    host: `h${index}.${FILLER}.test`,
    'access-control-request-method': `M${index}`,
    'access-control-request-headers': `x-${index},${FILLER}`,
  }
  return { method: index % 2 === 0 ? 'OPTIONS' : 'POST', path: `/p${index}/${FILLER}`, header: (name) => headers[name] }
}

const APP = 'https://app.example.com'
const OVERRIDE: RoutePolicy = { csrf: false }
const CONFIGS: readonly (readonly [title: string, config: Config])[] = [
  [
    'listed origins and patterns',
    { cors: { origins: [APP, 'https://*.example.org', 'http://localhost:*'] }, csrf: true },
  ],
  [
    'everything by name',
    {
      cors: { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true, methods: '*', allowedHeaders: '*' },
      csrf: false,
    },
  ],
  [
    'routes, told no more than was asked for',
    {
      cors: { origins: [APP], preflightDisclosure: 'minimal' },
      routes: [{ path: '/:page/*', cors: { origins: '*', methods: '*', allowedHeaders: '*' } }],
    },
  ],
  ['a resolver that answers at once', { cors: { origins: (origin) => origin.startsWith('https://t1') } }],
  ['a resolver that takes its time', { cors: { origins: async (origin) => origin.startsWith('https://t1') } }],
]

// One that kept anything of each request would hold tens of megabytes more.
test.each(CONFIGS)(
  'a hundred thousand requests, each unlike all others, leave nothing behind: %s',
  async (_, config) => {
    const policy = compile(config)
    const refusals = createRefusalLog(() => {}, { most: 20 })
    let index = 0
    const flood = async (count: number): Promise<void> => {
      for (const end = index + count; index < end; index++) {
        const request = hostile(index)
        const decision = await resolve(policy, request)
        await resolve(overridePolicy(policy, OVERRIDE), request)
        if (index % 100 === 0) {
          refusals.note(policy, request, decision)
          explain(policy, request)
        }
      }
    }
    // Caches fill up first.
    await flood(10_000)
    const before = heapAfterCollection()
    await flood(100_000)
    expect((heapAfterCollection() - before) / 1024 ** 2).toBeLessThan(4)
  },
)

test('ten thousand responses, each of which changes its policy in another way, leave nothing behind', () => {
  const policy = compile({ csp: "img-src 'self'" })
  const decision = decide(policy, hostile(0))
  if (decision.kind === 'answer') throw new Error('The request was answered.')
  let index = 0
  const flood = (count: number): void => {
    for (const end = index + count; index < end; index++) {
      const { decision: once } = changeDecision(decision, {
        append: { 'img-src': [`https://t${index}.${FILLER}.test`] },
      })
      changeDecision(once, { append: { 'font-src': ['data:'] } })
      changeDecision(decision, { append: { 'img-src': [`https://t${index} ${FILLER}:`] } })
    }
  }
  // Tables of what is held weakly grow with what is made between two collections.
  flood(10_000)
  const before = heapAfterCollection()
  flood(10_000)
  expect((heapAfterCollection() - before) / 1024 ** 2).toBeLessThan(4)
})
