import type { NextConfig } from 'next'

// Ways to one route handler for which the proxy passes on different things.
const rewrites = async () => [
  { source: '/unproxied/nonce', destination: '/api/nonce' },
  { source: '/rewritten/nonce', destination: '/api/nonce' },
  { source: '/rewritten-to-listed/nonce', destination: '/api/nonce' },
  { source: '/no-csp/nonce', destination: '/api/nonce' },
]

export default { rewrites } satisfies NextConfig
