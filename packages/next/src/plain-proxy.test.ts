import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { isPlainProxy, nextParser } from './plain-proxy.ts'

const parse = nextParser(
  createRequire(import.meta.url)
    .resolve('../package.json')
    .slice(0, -'package.json'.length),
)

const plain = [
  ['the one line', "import { sallyport } from '@sallyport/next'\nexport const proxy = sallyport()"],
  ['a configuration', "import { sallyport } from '@sallyport/next'\nexport const proxy = sallyport({ csrf: true })"],
  [
    'a configuration from elsewhere',
    "import { sallyport } from '@sallyport/next'\nimport { config } from './policy'\nexport const proxy = sallyport(config)",
  ],
  ['another name', "import { sallyport as guard } from '@sallyport/next'\nexport const middleware = guard()"],
  [
    'the runtime, which Next.js 15 needs to be told',
    "import { sallyport } from '@sallyport/next'\nexport const middleware = sallyport()\nexport const config = { runtime: 'nodejs' }",
  ],
  ['a default export', "import { sallyport } from '@sallyport/next'\nexport default sallyport()"],
] as const

const other = [
  [
    'the app’s own proxy',
    "import { sallyport } from '@sallyport/next'\nexport const proxy = sallyport({}, () => undefined)",
  ],
  [
    'a call around it',
    "import { sallyport } from '@sallyport/next'\nimport { wrap } from 'x'\nexport const proxy = wrap(sallyport())",
  ],
  [
    'a function',
    "import { sallyport } from '@sallyport/next'\nexport function proxy(r, e) { return sallyport()(r, e) }",
  ],
  [
    'a variable that may be anything',
    "import { sallyport } from '@sallyport/next'\nconst made = sallyport()\nexport { made as proxy }",
  ],
  [
    'another export beside it',
    "import { sallyport } from '@sallyport/next'\nexport const proxy = sallyport()\nexport const config = make()",
  ],
  ['spread arguments', "import { sallyport } from '@sallyport/next'\nexport const proxy = sallyport(...args)"],
  ['a function of the same name', "import { sallyport } from './mine'\nexport const proxy = sallyport()"],
  ['not a module', 'export const ='],
] as const

describe('a proxy that is ours and nothing else', () => {
  test.each(plain)('%s', async (_, source) => {
    expect(await isPlainProxy('proxy.ts', source, parse)).toBe(true)
  })
})

describe('may be code of the app’s own', () => {
  test.each(other)('%s', async (_, source) => {
    expect(await isPlainProxy('proxy.ts', source, parse)).toBe(false)
  })
})
