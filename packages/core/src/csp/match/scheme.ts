import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'

/** `'upgrade'` when the URL's scheme is not the source's, but a more secure one that it covers. */
export type SchemeMatch = 'same' | 'upgrade' | null

/** Whether a scheme in a source covers that of a URL, both in lower case: CSP3 §6.7.2.9. */
export function matchScheme(source: string, url: string, profile: Profile): SchemeMatch {
  if (source === url) return 'same' // 1.1
  if (source === 'http' && url === 'https') return 'upgrade' // 1.2
  if (source === 'ws' && url === 'wss') return 'upgrade' // 1.3
  if (!differs(profile, 'ws-source-covers-http')) return null
  if (source === 'ws' && url === 'http') return 'same' // 1.3
  if (source === 'ws' && url === 'https') return 'upgrade' // 1.3
  return source === 'wss' && url === 'https' ? 'same' : null // 1.4
}
