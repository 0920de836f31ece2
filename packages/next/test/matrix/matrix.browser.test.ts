import { walkApp } from './matrix.ts'

// `pnpm next-matrix` sets it: everything that the ordinary run has no time for.
if (process.env.SALLYPORT_NEXT_MATRIX === 'all') {
  walkApp('next16', 'turbopack', ['chromium', 'firefox'])
  walkApp('next16', 'webpack', ['chromium', 'firefox'])
  walkApp('next16-cache-components', 'turbopack', ['chromium', 'firefox'])
  walkApp('next16-cache-components', 'webpack', ['chromium', 'firefox'])
  walkApp('next15', 'webpack', ['chromium', 'firefox'])
} else {
  walkApp('next16', 'turbopack', ['chromium'])
  walkApp('next16-cache-components', 'turbopack', ['chromium'])
  walkApp('next15', 'webpack', ['chromium'], 'brief')
}
