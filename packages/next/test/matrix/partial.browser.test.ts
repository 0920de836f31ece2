import { EXTENT } from '../extent.ts'
import { walkApp } from './matrix.ts'

if (EXTENT === 'all') {
  walkApp('next16-cache-components', 'turbopack', ['chromium', 'firefox'])
  walkApp('next16-cache-components', 'webpack', ['chromium', 'firefox'])
} else {
  walkApp('next16-cache-components', 'turbopack', ['chromium'])
}
