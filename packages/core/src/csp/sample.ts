import { showValue } from '../finding.ts'
import { isToken } from '../http/token.ts'
import { fnv1a64 } from '../report/fnv.ts'
import { at, checkObject, type Place, report, reportType } from '../validate.ts'
import type { CspSample } from './policy-words.ts'

/** Reads the option `sample` of a policy; undefined after reporting what is wrong. */
export function readSample(given: unknown, reportOnly: boolean, place: Place): CspSample | undefined {
  if (!reportOnly) {
    report(place, 'invalid-sample', given, 'Only a report-only policy can be for a part of the sessions.', {
      fix: 'Add reportOnly: true, or remove sample: a policy that is enforced for some protects none of the others.',
    })
  }
  if (!checkObject(given, ['share', 'cookie'], place)) return undefined
  const { share, cookie } = given
  const isShare = typeof share === 'number' && share >= 0 && share <= 1
  if (!isShare) {
    const isPercent = typeof share === 'number' && share > 1 && share <= 100
    const fix = isPercent ? `For ${share} percent, write ${share / 100}.` : undefined
    reportType(at(place, 'share'), share, 'a number from 0 to 1', fix)
  }
  const here = at(place, 'cookie')
  if (typeof cookie !== 'string' || cookie === '') reportType(here, cookie, "the name of the session's cookie")
  else if (!isToken(cookie)) {
    report(here, 'invalid-sample', cookie, `${showValue(cookie)} is no name of a cookie.`, {
      fix: 'Write the name alone, such as session.',
      see: 'https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1',
    })
  } else if (isShare) return Object.freeze({ share, cookie })
  return undefined
}

/** One draw decides about all policies of a list, so all have to tell sessions apart in the same way. */
export function checkSamples(samples: readonly (readonly [sample: CspSample | undefined, place: Place])[]): void {
  const first = samples.find(([sample]) => sample !== undefined)?.[0]
  for (const [sample, place] of samples) {
    if (sample === undefined || first === undefined || sample.cookie === first.cookie) continue
    const here = at(at(place, 'sample'), 'cookie')
    const message = `Another policy of the list is sampled by ${showValue(first.cookie)}, and a session is drawn once.`
    report(here, 'invalid-sample', sample.cookie, message, { fix: 'Name the same cookie in both.' })
  }
}

// RFC 6265 §6.1: what browsers keep of a cookie, at least. A longer one is nobody's session, and not worth the time.
const LONGEST = 4096
const TWO_TO_32 = 0x1_0000_0000

/**
 * Where a session falls between 0 (included) and 1 (not): always the same for the same cookie. A policy is sent to those below its share, so that who was in is
 * still in when the share grows, and whoever gets the policy with the smaller share gets the other as well. Undefined without the cookie. Looks at each
 * character once.
 */
export function drawSession(cookies: string | undefined, name: string): number | undefined {
  const value = cookies === undefined ? undefined : readCookie(cookies, name)
  if (value === undefined || value === '' || value.length > LONGEST) return undefined
  const hash = fnv1a64(`${name}=${value}`)
  const high = Number.parseInt(hash.slice(0, 8), 16)
  const low = Number.parseInt(hash.slice(8), 16)
  return mix(high ^ low) / TWO_TO_32
}

/** The last characters of a text reach only some bits of its FNV-1a, and sessions may be numbered. */
function mix(bits: number): number {
  let mixed = bits
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** RFC 6265 §4.2.1. Of several of that name, the first: it has the longer path, or is the older (§5.4 step 2). */
function readCookie(cookies: string, name: string): string | undefined {
  for (let start = 0; start < cookies.length; ) {
    const semicolon = cookies.indexOf(';', start)
    const end = semicolon === -1 ? cookies.length : semicolon
    let from = start
    while (from < end && isSpace(cookies.charCodeAt(from))) from++
    const equals = from + name.length
    if (equals < end && cookies.charAt(equals) === '=' && cookies.startsWith(name, from)) {
      return cookies.slice(equals + 1, end).trim()
    }
    start = end + 1
  }
  return undefined
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}
