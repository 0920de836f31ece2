import { walkApp } from './matrix.ts'

// `pnpm next-matrix` takes Firefox and the other bundler as well.
walkApp('next16', 'turbopack', ['chromium'])
walkApp('next16-cache-components', 'turbopack', ['chromium'])
walkApp('next15', 'webpack', ['chromium'])
