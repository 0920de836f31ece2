import { expect, test } from 'vitest'
import { describeChanges } from './describe-change.ts'
import { type DiffOptions, diff } from './diff.ts'

type Row = readonly [title: string, before: string, after: string, lines: readonly string[], options: DiffOptions]

test.each<Row>([
  ['the page is told', "connect-src 'self'", 'connect-src https://a.test', [], { page: 'https://a.test/x' }],
  [
    'and engines have WebSockets apart',
    'connect-src https://a.test',
    "connect-src 'self'",
    ["connect-src loosened: 'self' now allows a WebSocket to wss://a.test/any"],
    { page: 'https://a.test/x', profile: 'gecko' },
  ],
  [
    'and where they have, no ancestor comes by one',
    "frame-ancestors 'none'",
    'frame-ancestors ws:',
    [],
    { profile: 'gecko' },
  ],
  [
    'by the letter ws: stands for http: too (§6.7.2.9)',
    "frame-ancestors 'none'",
    'frame-ancestors ws:',
    ['frame-ancestors loosened: ws: now allows framing by https://any.example'],
    { page: 'https://a.test/x', profile: 'spec' },
  ],
  [
    "in Chromium 'strict-dynamic' lets scripts be fetched ahead",
    "default-src 'self'",
    "default-src 'self' 'strict-dynamic'",
    [
      "script-src-elem loosened: 'strict-dynamic' of default-src now allows the script https://any.example/ inserted by another script (also worker-src, default-src)",
      "script-src-elem tightened: the script https://a.test/any is no longer allowed, as it was by 'self' of default-src",
    ],
    { page: 'https://a.test/x', profile: 'chromium' },
  ],
  [
    'and leaves the addresses of this machine as they are',
    'font-src https:; upgrade-insecure-requests',
    'font-src https: http:; upgrade-insecure-requests',
    ['font-src loosened: http: now allows the font http://localhost/any'],
    { profile: 'chromium' },
  ],
  [
    'in Firefox a policy has its own sources over https cover what it upgrades',
    'font-src https:, upgrade-insecure-requests',
    'font-src https:; upgrade-insecure-requests',
    ['font-src loosened: https: now allows the font http://any.example/'],
    { profile: 'gecko' },
  ],
])('%s', (_title, before, after, lines, options) => {
  expect(describeChanges(diff(before, after, options))).toEqual(lines)
})
