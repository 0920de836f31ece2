import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

// The workspace, because the packages under test are linked into node_modules from there.
export default { turbopack: { root: fileURLToPath(new URL('../../..', import.meta.url)) } } satisfies NextConfig
