import { isIdLike } from './id-likeness.ts'

/** In the place of an id. */
const MASK = ':id'

const MOST_SEGMENTS = 8

/** What is followed by a person's name or by a secret, which may look like any word. */
const BEFORE_AN_ID: ReadonlySet<string> = new Set([
  'activate',
  'authors',
  'confirm',
  'customers',
  'invitations',
  'invite',
  'invites',
  'magic',
  'members',
  'password',
  'patients',
  'people',
  'profiles',
  'reset',
  'reset-password',
  'token',
  'tokens',
  'u',
  'unsubscribe',
  'user',
  'users',
  'verify',
])

/**
 * A path with its ids masked: `/orders/:id`, so that it names a route and nobody. At most eight segments, each of at most 32 characters; `*` stands for the rest.
 * `path` as `URL.pathname` gives it. A slash at the end is not kept.
 */
export function maskPath(path: string): string {
  let masked = ''
  let segments = 0
  let previous = ''
  for (let start = 0; start < path.length; ) {
    const slash = path.indexOf('/', start)
    const end = slash === -1 ? path.length : slash
    if (end > start) {
      if (segments === MOST_SEGMENTS) return `${masked}/*`
      const segment = path.slice(start, end)
      masked += isIdLike(segment) || BEFORE_AN_ID.has(previous) ? `/${MASK}` : `/${segment}`
      previous = segment.toLowerCase()
      segments++
    }
    start = end + 1
  }
  return masked === '' ? '/' : masked
}
