import { fileURLToPath } from 'node:url'

const beside = (name) => fileURLToPath(new URL(name, import.meta.url))
const adapterPath = beside('adapter.mjs')

export default (_phase, { defaultConfig }) => ({
  output: 'standalone',
  cacheHandler: beside('handler.mjs'),
  env: { CANARY: 'sings' },
  // Where the two versions have it.
  ...('adapterPath' in defaultConfig ? { adapterPath } : { experimental: { adapterPath } }),
})
