import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const here = import.meta.dirname

/** Does to a build what the adapter of the package does: adds headers to entries, and a member to a manifest. */
export default {
  name: 'canary',
  modifyConfig(config) {
    return config
  },
  async onBuildComplete(build) {
    const files = await readdir(join(here, '.next/server'), { recursive: true })
    for (const file of files.filter((name) => name.endsWith('.meta'))) {
      await change(join(here, '.next/server', file), (meta) => {
        meta.headers = { ...meta.headers, 'x-meta': 'of the entry', 'x-both': 'of the entry' }
      })
    }
    await change(join(here, '.next/prerender-manifest.json'), (manifest) => {
      manifest.canary = 'sings'
    })
    const seen = { keys: Object.keys(build), areOutputsListed: Array.isArray(build.outputs), files }
    await writeFile(join(here, 'adapter.json'), JSON.stringify(seen))
  },
}

async function change(file, edit) {
  const value = JSON.parse(await readFile(file, 'utf8'))
  edit(value)
  await writeFile(file, JSON.stringify(value))
}
