import type { AdapterName } from '@sallyport/conformance'
import { describeLive } from './live.ts'

const ADAPTERS: readonly AdapterName[] = ['fastify', 'koa', 'nest-express', 'nest-fastify', 'next']

// `pnpm reports-live` sets it: everything that the ordinary run has no time for.
if (process.env.SALLYPORT_REPORTS_LIVE === 'all') {
  for (const engine of ['chromium', 'firefox', 'webkit'] as const) {
    describeLive({ engine, adapters: ADAPTERS, targets: ['same', 'other'], schemes: ['https', 'http'] })
  }
} else {
  describeLive({ engine: 'chromium', adapters: ADAPTERS, targets: ['same'], schemes: ['https', 'http'] })
}
