import { EXTENT } from '../extent.ts'
import { walkApp } from './matrix.ts'

if (EXTENT === 'all') {
  walkApp('next16', 'turbopack', ['chromium', 'firefox'])
  walkApp('next16', 'webpack', ['chromium', 'firefox'])
  walkApp('next15', 'webpack', ['chromium', 'firefox'])
} else {
  walkApp('next16', 'turbopack', ['chromium'])
}
