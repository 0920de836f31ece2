import type { CorsConfig } from '../config.ts'
import type { HeaderPair } from '../decision.ts'
import { showValue } from '../finding.ts'
import { isToken } from '../http/token.ts'
import { at, type Place, report, reportType, type UnknownRecord } from '../validate.ts'

const RESOURCE_POLICIES = ['same-origin', 'same-site', 'cross-origin', 'by-origins'] as const

export function compileResourcePolicy(options: UnknownRecord, namesOrigin: boolean, place: Place): HeaderPair[] {
  const policy = checkChoice(options, 'resourcePolicy', RESOURCE_POLICIES, place)
  if (policy === undefined) return []
  // Fetch §3.7: the check is for loads without CORS, so it takes nothing from an origin that CORS admits.
  const value = policy !== 'by-origins' ? policy : namesOrigin ? 'same-origin' : 'cross-origin'
  return [['cross-origin-resource-policy', value]]
}

export function checkChoice<T extends string>(
  options: UnknownRecord,
  key: keyof CorsConfig,
  choices: readonly T[],
  place: Place,
): T | undefined {
  const value = options[key]
  if (value === undefined) return undefined
  const chosen = choices.find((choice) => choice === value)
  if (chosen === undefined) reportType(at(place, key), value, `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`)
  return chosen
}

// RFC 9111 §5.2: tokens, "=", commas and spaces; quoted strings are for field names, which no preflight needs.
export function compileCacheControl(options: UnknownRecord, place: Place): HeaderPair[] {
  const { preflightCacheControl: value } = options
  if (value === undefined) return []
  const here = at(place, 'preflightCacheControl')
  if (typeof value !== 'string' || value === '') {
    reportType(here, value, 'a text such as public, max-age=600')
    return []
  }
  const directives = value.split(',').map((directive) => directive.trim().split('='))
  if (!directives.every((parts) => parts.length <= 2 && parts.every(isToken))) {
    report(here, 'invalid-header', value, `${showValue(value)} is not a Cache-Control value.`, {
      fix: 'Write public, max-age=600.',
      see: 'https://www.rfc-editor.org/rfc/rfc9111#section-5.2',
    })
    return []
  }
  return [['cache-control', value]]
}
