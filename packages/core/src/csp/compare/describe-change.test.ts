import { expect, test } from 'vitest'
import { describeChange, describeChanges } from './describe-change.ts'
import { diff } from './diff.ts'
import { subsumes } from './subsumes.ts'

test('words without effect are listed on request', () => {
  const changes = diff('img-src https:', "img-src https: https://a.test; form-action 'none'", { equal: true })
  expect(changes.map(describeChange)).toEqual([
    'form-action tightened: sending a form to https://any.example/ is no longer allowed',
    'img-src unchanged: https://a.test makes no difference',
  ])
})

test('the example of the README', () => {
  const before = "default-src 'self'; script-src 'nonce' 'strict-dynamic'"
  const after = "default-src 'self' https://cdn.example; script-src 'nonce' 'unsafe-eval'"
  expect(subsumes(before, after)).toBe(false)
  expect(describeChanges(diff(before, after))).toEqual([
    "script-src loosened: 'unsafe-eval' now allows eval",
    'style-src-elem loosened: https://cdn.example of default-src now allows the stylesheet https://cdn.example/any (also connect-src, frame-src, fenced-frame-src, object-src, img-src, font-src, media-src, manifest-src, default-src)',
    "script-src-elem tightened: the script https://any.example/ inserted by another script is no longer allowed, as it was by 'strict-dynamic' of script-src (also worker-src)",
  ])
})

test('a change is plain data with the place of its word', () => {
  expect(
    diff("default-src 'none'; img-src a.test", "default-src 'none'; img-src a.test b.test", {
      page: 'https://c.test/',
    }),
  ).toEqual([
    {
      kind: 'loosened',
      directive: 'img-src',
      writtenIn: 'img-src',
      source: { text: 'b.test', offset: 35, length: 6 },
      witness: {
        page: { url: 'https://c.test/' },
        request: { url: 'https://b.test/any', destination: 'image', redirectCount: 0 },
      },
    },
    {
      kind: 'loosened',
      directive: 'default-src',
      writtenIn: 'img-src',
      source: { text: 'b.test', offset: 35, length: 6 },
      witness: {
        page: { url: 'https://c.test/' },
        request: { url: 'https://b.test/any', destination: '', initiator: 'prefetch', redirectCount: 0 },
      },
    },
  ])
})

test('what a policy holds cannot move a cursor', () => {
  const [line] = describeChanges(diff("trusted-types 'none'", 'trusted-types \u001b[2J'))
  expect(line).toBe('trusted-types loosened: "\\u001b[2J" now allows a Trusted Types policy named "\\u001b[2J"')
})
