import { join } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  // topology.ts is one folder up.
  turbopack: { root: join(import.meta.dirname, process.env['TURBOPACK_ROOT'] ?? '../../..') },
}

export default config
