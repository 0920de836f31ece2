import type { Config } from '../config.ts'
import { splitOrigin } from '../origin/parts.ts'
import { isLoopback } from '../origin/pattern.ts'
import type { Edit, Fix, NearMiss } from './explanation.ts'
import type { Location, Part } from './location.ts'
import { property, readOriginEntries } from './origin-entries.ts'
import { show } from './printable.ts'
import { tryConfig } from './trial.ts'

/** Adds an origin to a rule's CORS origins; undefined when that is impossible, or nothing to advise. */
export function fixOrigin(origin: string, location: Location, nearMisses: readonly NearMiss[]): Fix | undefined {
  const { path, kind } = readOriginEntries(location.cors)
  if (!isAdvisable(origin, nearMisses)) return undefined
  const credentials = property(location.cors.value, 'credentials') === true
  const risk = readingRisk(origin, credentials) + sharing(location.cors)
  if (kind !== 'list' && kind !== 'code') return undefined
  const insecure = property(location.cors.value, 'dangerouslyAllowInsecureOrigins') === true
  const edits = kind === 'list' ? [add(path, origin)] : []
  let problems = tryConfig(configFor(origin, credentials, insecure))
  if (problems.some(({ code }) => code === 'insecure-origin')) {
    problems = tryConfig(configFor(origin, credentials, true))
    edits.push(set(`${location.cors.path}.dangerouslyAllowInsecureOrigins`, true))
  }
  if (problems.length > 0) return undefined
  const flags = edits.filter(({ action }) => action === 'set').map((edit) => edit.path)
  const flag = flags.length === 0 ? '' : ` and set ${flags.join()} to true. Better: have the page served over https`
  // A resolver is code, so that only words can change it; it is not even asked about what a flag would have to allow.
  if (kind === 'code')
    return fix(`Let the resolver at ${path} answer true for ${show(origin)}${flag}.`, risk, edits, path)
  return fix(`Add ${show(origin)} to ${path}${flag}.${anyPort(origin, nearMisses)}`, risk, edits)
}

/** Adds an origin to those the guard of a rule trusts. */
export function fixTrust(origin: string, location: Location, nearMisses: readonly NearMiss[]): Fix | undefined {
  if (!isAdvisable(origin, nearMisses)) return undefined
  if (tryConfig({ csrf: { trustedOrigins: [origin] } }).length > 0) return undefined
  const { csrf } = location
  const trusted = property(csrf.value, 'trustedOrigins')
  const risk = `Pages at ${show(origin)} can then change things in the visitor's name, with the visitor's cookies.${insecurity(origin)}`
  if (trusted === 'cors' && readOriginEntries(location.cors).kind !== 'none') {
    const reading = fixOrigin(origin, location, nearMisses)
    return reading && fix(reading.change, `${risk} ${reading.risk}`, reading.edits, reading.path)
  }
  const path = `${csrf.path}.trustedOrigins`
  const shared = sharing(csrf)
  if (Array.isArray(trusted)) return fix(`Add ${show(origin)} to ${path}.`, risk + shared, [add(path, origin)])
  if (csrf.value === true) {
    const value = { trustedOrigins: [origin] }
    return fix(`Write { trustedOrigins: [${show(origin)}] } for ${csrf.path}.`, risk + shared, [set(csrf.path, value)])
  }
  return fix(`Write [${show(origin)}] for ${path}.`, risk + shared, [set(path, [origin])])
}

/** Adds a method to a rule's CORS methods; the problems say why it cannot be. */
export function fixMethod(method: string, { cors }: Location): Fix | undefined {
  const problems = method.length > LONGEST_NAME ? [] : tryConfig({ cors: { origins: '*', methods: [method] } })
  if (method.length > LONGEST_NAME || property(cors.value, 'methods') === '*') return undefined
  const riskOf = (name: string): string =>
    `Pages at every listed origin can then send ${show(name)}; what it may do is up to the app's own checks.`
  if (problems.length === 0) {
    const path = `${cors.path}.methods`
    return fix(`Add ${show(method)} to ${path}.`, riskOf(method) + sharing(cors), [add(path, method)])
  }
  const capitals = method.toUpperCase()
  if (capitals === method || tryConfig({ cors: { origins: '*', methods: [capitals] } }).length > 0) return undefined
  const listed = property(cors.value, 'methods')
  const known = Array.isArray(listed) && listed.includes(capitals)
  const rest = known ? '' : `, and add ${show(capitals)} to ${cors.path}.methods`
  return fix(
    `In the page, write the method in capitals, ${show(capitals)}${rest}.`,
    known ? NO_RISK : riskOf(capitals),
    [],
  )
}

/** Adds request header names, lower case, to a rule's allowed headers. */
export function fixHeaders(missing: readonly string[], { cors }: Location, misspelt: boolean): Fix | undefined {
  if (missing.length === 0 || missing.some((name) => name.length > LONGEST_NAME)) return undefined
  if (tryConfig({ cors: { origins: '*', allowedHeaders: missing } }).length > 0) return undefined
  const path = `${cors.path}.allowedHeaders`
  const what = missing.length === 1 ? 'it with a value' : 'them with values'
  const risks = [`Pages at every listed origin can then send ${what} of their choice.`]
  if (missing.includes('authorization'))
    risks.push('Authorization carries credentials: a page that has them can use them from there.')
  const odd = missing.filter(
    (name) => name.startsWith('x-forwarded-') || name.startsWith('x-http-method') || name === 'x-real-ip',
  )
  if (odd.length > 0)
    risks.push(`The app or a proxy may believe ${odd.map(show).join(', ')}; make sure that it does not.`)
  return fix(
    `${misspelt ? 'Correct the spelling in the page; or add' : 'Add'} ${missing.map(show).join(', ')} to ${path}.`,
    risks.join(' ') + sharing(cors),
    missing.map((name) => add(path, name)),
  )
}

/** Turns credentials on for a rule whose origins can have them. */
export function fixCredentials({ cors }: Location): Fix | undefined {
  const { kind, entries } = readOriginEntries(cors)
  if (kind !== 'list' || entries.length > MOST_TRIED) return undefined
  const exposed = property(cors.value, 'exposedHeaders')
  const allowsNull = property(cors.value, 'dangerouslyAllowNullOrigin') === true
  const dangerouslyAllowPublicSuffixes = property(cors.value, 'dangerouslyAllowPublicSuffixes') === true
  const problems = tryConfig({
    cors: {
      origins: entries,
      credentials: true,
      ...(dangerouslyAllowPublicSuffixes ? { dangerouslyAllowPublicSuffixes } : {}),
      ...(allowsNull ? { dangerouslyAllowNullOrigin: true } : {}),
    },
  })
  if (problems.length > 0 || exposed === '*') return undefined
  const path = `${cors.path}.credentials`
  const risk = `Pages at every listed origin can then read what the visitor can, with the visitor's cookies.${sharing(cors)}`
  return fix(`Set ${path} to true; or have the page leave credentials out.`, risk, [set(path, true)])
}

const LONGEST_NAME = 64
const MOST_TRIED = 1000
const NO_RISK = 'None: what is allowed stays the same.'

function isAdvisable(origin: string, nearMisses: readonly NearMiss[]): boolean {
  const parts = splitOrigin(origin)
  // A request may claim to come from a pattern.
  if (parts === undefined || parts.wildcard || parts.port === '*') return false
  return !nearMisses.some(({ kind }) => kind === 'look-alike')
}

/** A development server takes whatever port is free. */
function anyPort(origin: string, nearMisses: readonly NearMiss[]): string {
  const parts = splitOrigin(origin)
  if (parts === undefined || !isLoopback(parts.host) || nearMisses[0]?.kind !== 'port') return ''
  return ` For any port, write ${show(`${parts.scheme}://${parts.host}:*`)} instead of ${show(nearMisses[0].entry)}.`
}

function configFor(origin: string, credentials: boolean, insecure: boolean): Config {
  if (!credentials) return { cors: { origins: [origin] } }
  return { cors: { origins: [origin], credentials, ...(insecure ? { dangerouslyAllowInsecureOrigins: true } : {}) } }
}

function readingRisk(origin: string, credentials: boolean): string {
  const what = credentials
    ? "what the visitor can, with the visitor's cookies"
    : "the answers, also those that only the visitor's network gets"
  return `Pages at ${show(origin)} can then read ${what}.${insecurity(origin)}`
}

function insecurity(origin: string): string {
  const parts = splitOrigin(origin)
  if (parts === undefined) return ''
  if (isLoopback(parts.host))
    return " So can whatever listens on that port of a visitor's machine: for development only."
  return parts.scheme === 'http' ? ' So can anyone on the way, who can alter a page served over http.' : ''
}

function sharing(part: Part): string {
  return part.inherited ? ` The base has it for every route without ${part.path} of its own.` : ''
}

function add(path: string, value: unknown): Edit {
  return Object.freeze({ path, action: 'add', value })
}

function set(path: string, value: unknown): Edit {
  return Object.freeze({ path, action: 'set', value })
}

function fix(change: string, risk: string, edits: readonly Edit[], path: string | undefined = edits[0]?.path): Fix {
  return Object.freeze({ ...(path === undefined ? {} : { path }), change, risk, edits: Object.freeze(edits) })
}
