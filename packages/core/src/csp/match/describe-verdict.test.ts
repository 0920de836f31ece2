import { expect, test } from 'vitest'
import type { Verdict } from '../verdict.ts'
import { matchAncestors } from './ancestors.ts'
import { describeVerdict } from './describe-verdict.ts'
import { matchInline } from './inline.ts'
import { matchRequest } from './request.ts'

const page = { url: 'https://shop.test/' }

function image(header: string, url: string): Verdict {
  return matchRequest([{ header }], page, { url, destination: 'image', redirectCount: 0 })
}

test.each<[text: string, verdict: Verdict]>([
  [`allowed by img-src: a source admits its address, "'self'".`, image("img-src 'self'", '/a.png')],
  ['allowed: no enforced policy has a directive for it.', image("script-src 'self'", '/a.png')],
  [`blocked by default-src, for img-src: the list admits nothing, "'none'".`, image("default-src 'none'", '/a.png')],
  [
    'blocked by img-src: no source admits its address. "https://a.test/x/" has another path.',
    image('img-src https://a.test/x/ *.b.test', 'https://a.test/y'),
  ],
  [
    'blocked by img-src: no source admits its address. "*.b.test" covers hosts below it only.',
    image('img-src *.b.test', 'https://b.test/'),
  ],
  [
    'depends on img-src: what was not told decides (redirectCount), "https://a.test/x".',
    matchRequest([{ header: 'img-src https://a.test/x' }], page, { url: 'https://a.test/y', destination: 'image' }),
  ],
  [
    "blocked by script-src, for script-src-elem: it is inline, and neither 'unsafe-inline' nor a nonce or hash admits it.",
    matchInline([{ header: "script-src 'self'" }], page, { type: 'script', nonce: '', source: 'go()' }),
  ],
  [
    'blocked by frame-ancestors: no source admits its address. The ancestor is "https://evil.test".',
    matchAncestors([{ header: "frame-ancestors 'self'" }], 'https://shop.test/', ['https://evil.test']),
  ],
])('%s', (text, verdict) => {
  expect(describeVerdict(verdict)).toBe(text)
})

test('what stands in a policy cannot move a cursor', () => {
  const near = image('img-src https://a.test/x', 'https://a.test/y')
  const source = { text: 'https://a.test/\u009b2J', offset: 0, length: 18 }
  const verdict: Verdict = { ...near, nearMisses: [{ source, differs: 'path' }] }
  expect(describeVerdict(verdict)).toContain('\\u009b')
  expect(describeVerdict(verdict)).not.toContain('\u009b')
})
