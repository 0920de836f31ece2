import { expect, test } from 'vitest'
import { type Config, compile, describeExplanation, explain, type RequestView } from '../packages/core/src/index.ts'
import { codeBlocks } from './markdown.ts'
import { read } from './workspace.ts'

// What the documentation shows of messages is what is printed: word for word, but for what `…` at the end of a line leaves out.

/** What a JavaScript user may hand over. */
function refusalOf(config: object): string {
  try {
    Reflect.apply(compile, undefined, [config])
  } catch (error) {
    return String(error)
  }
  throw new Error('The configuration compiles.')
}

function explainPreflight(config: Config, origin: string): string {
  const sent: Readonly<Record<string, string>> = {
    host: 'api.example.com',
    origin,
    'access-control-request-method': 'PUT',
  }
  const request: RequestView = {
    method: 'OPTIONS',
    path: '/orders',
    scheme: 'https',
    header: (name) => sent[name],
  }
  return describeExplanation(explain(compile(config), request))
}

const unset = refusalOf({ cors: { origins: [undefined] } })

test.each<[readme: string, text: string]>([
  [
    'README.md',
    refusalOf({
      cors: { origins: [undefined, 'https://app.example.com/'] },
      csp: { directives: { 'script-scr': ["'self'"], 'img-src': ['self'] } },
    }),
  ],
  [
    'README.md',
    explainPreflight(
      {
        cors: {
          origins: ['https://app.example.com', 'http://localhost:3000'],
          methods: ['PUT'],
          credentials: true,
        },
        csrf: { trustedOrigins: 'cors' },
      },
      'http://localhost:5173',
    ),
  ],
  ['packages/fastify/README.md', unset],
  ['packages/koa/README.md', unset],
  ['packages/nest/README.md', unset],
  ['packages/node/README.md', unset],
])('%s shows what is printed: %j', (readme, text) => {
  const shown = codeBlocks(read(readme)).filter(({ language }) => language === 'text')
  expect(shown.map(({ code }) => isExcerpt(code, text))).toContain(true)
})

function isExcerpt(code: string, text: string): boolean {
  const lines = code.trimEnd().split('\n')
  const printed = text.split('\n')
  return (
    lines.length === printed.length &&
    lines.every((line, index) =>
      line.endsWith('…') ? printed[index]?.startsWith(line.slice(0, -1)) : printed[index] === line,
    )
  )
}
