import { expect, test } from 'vitest'
import { type BuildFiles, buildFiles, CHANNEL, MANIFEST } from './built-app.test-kit.ts'
import { readBuiltApp } from './built-app.ts'

test.each<[title: string, files: BuildFiles, problem: RegExp, fix: RegExp]>([
  ['no build', { prerender: null }, /no finished build/, /Run `next build` first/],
  ['a build without withSallyport', { channel: null, manifest: null }, /without withSallyport/, /Wrap next.config/],
  ['a channel of another version', { channel: '{"version":2}' }, /another version/, /again/],
  ['a channel that is no JSON', { channel: '{' }, /another version/, /again/],
  ['a manifest of another version', { manifest: { ...MANIFEST, version: 0 } }, /another version/, /again/],
  ['a build whose adapter did not run', { manifest: null }, /adapter of withSallyport, did not run/, /adapterPath/],
  ['a manifest without a member', { manifest: { ...MANIFEST, sealed: undefined } }, /another version/, /again/],
  ['a manifest that is a list', { manifest: [] }, /another version/, /again/],
])('%s', (_title, files, problem, fix) => {
  expect(readBuiltApp(buildFiles(files))).toEqual({
    problem: expect.stringMatching(problem),
    fix: expect.stringMatching(fix),
  })
})

test('a file that is no JSON is as good as none', () => {
  expect(readBuiltApp(() => '{')).toHaveProperty('problem', 'there is no finished build.')
})

test('a build', () => {
  const app = readBuiltApp(buildFiles({ output: 'export' }))
  expect(app).toMatchObject({ channel: CHANNEL, manifest: MANIFEST, isExport: true })
})
