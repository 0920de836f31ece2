import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { ConfigError } from '../finding.ts'
import type { CspConfig } from './config.ts'
import { type RolloutOptions, rolloutCsp } from './rollout.ts'
import { strictCsp } from './strict.ts'

const next = { directives: { 'default-src': ["'none'"], sandbox: true } } as const
const current = "default-src 'self'"
const sample = { share: 0.1, cookie: 'sid' } as const

test.each<[title: string, options: RolloutOptions, csp: readonly CspConfig[]]>([
  ['observe', { stage: 'observe', next }, [{ directives: { 'default-src': ["'none'"] }, reportOnly: true }]],
  [
    'observe, a sample',
    { stage: 'observe', next, sample },
    [{ directives: { 'default-src': ["'none'"] }, reportOnly: true, sample }],
  ],
  [
    'candidate: what is enforced stays',
    { stage: 'candidate', next, current, sample },
    [current, { directives: { 'default-src': ["'none'"] }, reportOnly: true, sample }],
  ],
  ['enforce: as it was written', { stage: 'enforce', next, current, sample }, [next]],
  [
    'a text, with what takes no value, one and several',
    {
      stage: 'observe',
      next: "img-src 'self' data:; report-to own; upgrade-insecure-requests; trusted-types a; webrtc 'block'",
    },
    [
      {
        directives: {
          'img-src': ["'self'", 'data:'],
          'report-to': 'own',
          'trusted-types': ['a'],
          webrtc: "'block'",
        },
        reportOnly: true,
      },
    ],
  ],
  ['a text, enforced', { stage: 'enforce', next: current }, [current]],
  [
    'options: minify goes with it, X-Frame-Options only with what is enforced',
    { stage: 'observe', next: { directives: { 'frame-ancestors': ["'none'"] }, frameOptions: true, minify: true } },
    [{ directives: { 'frame-ancestors': ["'none'"] }, reportOnly: true, minify: true }],
  ],
  [
    'a policy that was written for a trial',
    {
      stage: 'enforce',
      next: { directives: { 'img-src': ["'self'"] }, reportOnly: true, sample },
    },
    [{ directives: { 'img-src': ["'self'"] } }],
  ],
])('%s', (_title, options, csp) => {
  expect(rolloutCsp(options)).toEqual(csp)
  const { findings } = compile({ csp: rolloutCsp(options), reporting: { endpoint: '/r' } })
  expect(findings.filter(({ code }) => code === 'ignored-in-report-only')).toEqual([])
})

// What callers without types hand over.
const untyped: { rolloutCsp(options: unknown): unknown } = {
  rolloutCsp: (options: RolloutOptions) => rolloutCsp(options),
}

test.each<[title: string, options: unknown, path: string]>([
  ['no options', undefined, 'rolloutCsp'],
  ['an unset stage', { stage: undefined, next }, 'rolloutCsp.stage'],
  ['another stage', { stage: 'report', next }, 'rolloutCsp.stage'],
  ['no policy', { stage: 'observe' }, 'rolloutCsp.next'],
  ['a mistake in a policy', { stage: 'observe', next: 'img-scr a' }, 'rolloutCsp.next'],
  [
    'a mistake in a policy that another stage would send',
    { stage: 'observe', next, current: { directives: { 'img-src': ['self'] } } },
    'rolloutCsp.current.directives.img-src[0]',
  ],
  ['a candidate beside nothing', { stage: 'candidate', next }, 'rolloutCsp.current'],
  ['an unknown option', { stage: 'observe', next, smaple: sample }, 'rolloutCsp.smaple'],
  ['nothing to observe', { stage: 'observe', next: 'sandbox' }, 'rolloutCsp.next'],
])('refuses %s', (_title, options, path) => {
  expect(() => untyped.rolloutCsp(options)).toThrow(ConfigError)
  try {
    untyped.rolloutCsp(options)
  } catch (error) {
    expect(error instanceof ConfigError && error.findings.map((finding) => finding.path)).toContain(path)
  }
})

test('a preset through all stages', () => {
  const strict = strictCsp({ mode: 'nonce' })
  for (const stage of ['observe', 'candidate', 'enforce'] as const) {
    const csp = rolloutCsp({ stage, next: strict, current, sample })
    expect(compile({ csp, reporting: { endpoint: '/r' } }).findings).toEqual([])
  }
})
