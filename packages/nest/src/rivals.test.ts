import type { INestApplication } from '@nestjs/common'
import { describe, expect, test } from 'vitest'
import { PLATFORMS, serve } from './app.test-kit.ts'

const source = { csp: { directives: { 'default-src': ["'self'"] } } } as const

interface Secured {
  useSecurityHeaders(options?: { readonly contentSecurityPolicy: false }): unknown
}

const ROWS: readonly { title: string; configure: (app: INestApplication & Secured) => unknown; warning: string[] }[] = [
  { title: 'neither', configure: () => {}, warning: [] },
  {
    title: 'app.enableCors()',
    configure: (app) => app.enableCors(),
    warning: ['app.enableCors(), or the option cors of NestFactory.create(), is on as well'],
  },
  {
    title: 'app.useSecurityHeaders()',
    configure: (app) => app.useSecurityHeaders(),
    warning: ['Something sent a Content-Security-Policy'],
  },
  {
    title: 'app.useSecurityHeaders() without a CSP',
    configure: (app) => app.useSecurityHeaders({ contentSecurityPolicy: false }),
    warning: [],
  },
]

describe.each(PLATFORMS)('on %s', (platform) => {
  test.each(ROWS)('$title: $warning', async ({ configure, warning }) => {
    const { send, logs } = await serve({ platform, source, configure: (app) => configure(app as never) })
    await send('GET', '/nothing')
    await send('GET', '/nothing')
    expect(logs.map((line) => warning.find((start) => line.startsWith(start)) ?? line)).toEqual(warning)
  })
})
