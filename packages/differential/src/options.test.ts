import { expect, test } from 'vitest'
import { parseOptions } from './options.ts'

test.each<[args: readonly string[], options: ReturnType<typeof parseOptions>]>([
  [[], { engines: ['chromium', 'firefox'], count: 1000, seed: 1, only: [] }],
  [['--engine', 'firefox'], { engines: ['firefox'], count: 1000, seed: 1, only: [] }],
  [['--count', '50', '--seed', '7'], { engines: ['chromium', 'firefox'], count: 50, seed: 7, only: [] }],
  [['--only', '57-3', '--only', '8'], { engines: ['chromium', 'firefox'], count: 1000, seed: 1, only: ['57', '8'] }],
])('%j', (args, options) => {
  expect(parseOptions(args)).toEqual(options)
})

test.each([[['--engine', 'webkit']], [['--count', '-1']], [['--seed', 'x']], [['--only', 'image']], [['--what']]])(
  '%j is refused',
  (args) => {
    expect(() => parseOptions(args)).toThrow(TypeError)
  },
)
