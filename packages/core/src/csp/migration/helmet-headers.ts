import { showValue } from '../../finding.ts'
import { nearestName } from '../../nearest.ts'
import { at, type Place, report, type UnknownRecord } from '../../validate.ts'

/** Which header each option of `helmet()` is about, its older name, and whether it is sent without being asked for. */
const HELMET_HEADERS = [
  { key: 'contentSecurityPolicy', header: 'Content-Security-Policy', byDefault: true },
  { key: 'crossOriginEmbedderPolicy', header: 'Cross-Origin-Embedder-Policy', byDefault: false },
  { key: 'crossOriginOpenerPolicy', header: 'Cross-Origin-Opener-Policy', byDefault: true },
  { key: 'crossOriginResourcePolicy', header: 'Cross-Origin-Resource-Policy', byDefault: true },
  { key: 'originAgentCluster', header: 'Origin-Agent-Cluster', byDefault: true },
  { key: 'referrerPolicy', header: 'Referrer-Policy', byDefault: true },
  { key: 'strictTransportSecurity', alias: 'hsts', header: 'Strict-Transport-Security', byDefault: true },
  { key: 'xContentTypeOptions', alias: 'noSniff', header: 'X-Content-Type-Options', byDefault: true },
  { key: 'xDnsPrefetchControl', alias: 'dnsPrefetchControl', header: 'X-DNS-Prefetch-Control', byDefault: true },
  { key: 'xDownloadOptions', alias: 'ieNoOpen', header: 'X-Download-Options', byDefault: true },
  { key: 'xFrameOptions', alias: 'frameguard', header: 'X-Frame-Options', byDefault: true },
  {
    key: 'xPermittedCrossDomainPolicies',
    alias: 'permittedCrossDomainPolicies',
    header: 'X-Permitted-Cross-Domain-Policies',
    byDefault: true,
  },
  { key: 'xPoweredBy', alias: 'hidePoweredBy', header: undefined, byDefault: true },
  { key: 'xXssProtection', alias: 'xssFilter', header: 'X-XSS-Protection', byDefault: true },
] as const

export type HelmetKey = (typeof HELMET_HEADERS)[number]['key'] | HelmetAlias
type HelmetAlias = Extract<(typeof HELMET_HEADERS)[number], { alias: string }>['alias']

const KEYS: readonly string[] = HELMET_HEADERS.flatMap((row) => ('alias' in row ? [row.key, row.alias] : [row.key]))

/** Reports options that helmet does not read, and the headers that are not this library's business. */
export function reportHelmetRest(options: UnknownRecord, more: readonly string[], place: Place): void {
  for (const key of Object.keys(options)) {
    if (KEYS.includes(key) || more.includes(key)) continue
    const nearest = nearestName(key, [...KEYS, ...more])
    const fix = nearest === undefined ? 'Remove it.' : `Did you mean ${nearest}?`
    report(at(place, key), 'unknown-key', key, `helmet knows no option ${showValue(key)}, and ignores it.`, {
      fix:
        key === 'enableCSPNonces' || key === 'global' ? "Pass from: '@fastify/helmet', if that is what you use." : fix,
    })
  }
  const headers = HELMET_HEADERS.flatMap((row) => {
    const { key, header, byDefault } = row
    const value = options[key] ?? ('alias' in row ? options[row.alias] : undefined) ?? byDefault
    // X-Frame-Options is judged with the policy.
    return key === 'contentSecurityPolicy' || key === 'xFrameOptions' || !header || value === false ? [] : [header]
  })
  reportOtherHeaders(headers, 'helmet({ contentSecurityPolicy: false, … })', place)
}

export function reportOtherHeaders(headers: readonly string[], kept: string, place: Place): void {
  if (headers.length === 0) return
  const message = `${headers.join(', ')} ${headers.length === 1 ? 'is' : 'are'} no part of a policy.`
  report(place, 'dropped-option', undefined, message, {
    severity: 'info',
    fix: `Go on sending what you need of them: ${kept}.`,
  })
}
