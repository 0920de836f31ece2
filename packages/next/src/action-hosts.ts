import type { Config } from '@sallyport/core'

/**
 * The hosts that Server Actions must accept too: Next.js compares the `Origin` of an action with the host of the request by itself, and
 * would refuse what the guard lets through. Exact origins alone: patterns of the two are not the same language.
 */
export function actionHosts({ csrf, cors }: Config): readonly string[] {
  if (typeof csrf !== 'object') return []
  const own = csrf.ownOrigin ?? []
  const trusted = csrf.trustedOrigins ?? []
  const origins = [...(typeof own === 'string' ? [own] : own), ...(trusted === 'cors' ? listedOrigins(cors) : trusted)]
  return [...new Set(origins.flatMap(hostOf))]
}

function listedOrigins(cors: Config['cors']): readonly string[] {
  if (typeof cors !== 'object') return []
  const { origins } = cors
  if (typeof origins === 'object' && 'resolve' in origins) return origins.known ?? []
  return typeof origins === 'object' ? origins : []
}

function hostOf(origin: string): readonly string[] {
  if (origin.includes('*') || !URL.canParse(origin)) return []
  const { host } = new URL(origin)
  return host === '' ? [] : [host]
}
