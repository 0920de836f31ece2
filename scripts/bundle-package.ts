import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { rolldown } from 'rolldown'

// node ../../scripts/bundle-package.ts, in a package's folder
// Node loads a package's 300 modules in 50 ms, and the same code from a few files in 10: it is each file that costs. So every target below
// dist/node/ that package.json names is bundled from the source of that name, with chunks for what several have in common, which is there
// once then. Bundlers for all else get the modules of tsc: they leave out what an app does not use by the module, and could not of a bundle.

const BUNDLES = './dist/node/'
const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'))
const names = [...new Set(texts(manifest))]
  .filter((text) => text.startsWith(BUNDLES))
  .map((target) => target.slice(BUNDLES.length, -'.js'.length))

await rm(BUNDLES, { recursive: true, force: true })
await using bundle = await rolldown({
  input: Object.fromEntries(names.map((name) => [name, `./src/${name}.ts`])),
  platform: 'node',
  // Other packages stay what they are: there is one core in a process, and one `ConfigError`.
  external: (id) => !id.startsWith('.') && relative(resolve('src'), id).startsWith('..'),
  onLog(_, { message }) {
    throw new Error(message)
  },
})
await bundle.write({ dir: BUNDLES, format: 'esm', chunkFileNames: '[name].js' })

/** All texts in a JSON value. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}
