/**
 * A problem or a piece of advice. The same shape and the same codes are used in exceptions, logs and documentation.
 */
export interface Finding {
  /** Stable, machine-readable; see {@link FINDING_CODES}. */
  readonly code: FindingCode
  readonly severity: 'error' | 'warning' | 'info'
  /** Where in the configuration, as a property path: `routes[2].cors.origins[0]`. */
  readonly path: string
  /** The offending value itself. */
  readonly value: unknown
  /** One sentence that names the value and the rule it breaks. */
  readonly message: string
  /** What to write instead. */
  readonly fix?: string
  /** The specification section behind the rule. */
  readonly see?: string
  /** Where in a text that was looked at, in UTF-16 code units. Findings about a header's text have it. */
  readonly span?: { readonly offset: number; readonly length: number }
  /** A change of that text that removes the finding. */
  readonly edit?: Edit
}

/** Puts `text` in the place of `length` UTF-16 code units from `offset` on. */
export interface Edit {
  readonly offset: number
  readonly length: number
  readonly text: string
  /** What the policy allows in the browsers of today stays as it is: such an edit can be applied without looking. */
  readonly keepsMeaning?: true
}

/** Every code a {@link Finding} can carry, with the rule it stands for. */
export const FINDING_CODES = {
  'unknown-key': 'The object has a property that no option of this name reads.',
  'invalid-type': 'The value is not of the type this option takes.',
  'unset-value': 'The value is undefined, null or empty: usually an environment variable that is not set.',
  'nothing-configured': 'The configuration has no part that would do anything.',
  'nothing-to-change': 'The change is to a policy, and there is none that it could be made to.',
  'duplicate-value': 'The list names the same value twice.',
  'invalid-origin': 'The text is not a serialised origin or an origin pattern.',
  'invalid-wildcard': 'The wildcard stands where an origin pattern has no wildcard.',
  'public-suffix': 'Anyone can have a name below a public suffix, so a wildcard there admits strangers.',
  'unchecked-public-suffix': 'Whether the wildcard stands below a public suffix could not be checked.',
  'trailing-dot': 'With a dot at its end, a host makes another origin.',
  'wrong-direction': 'The header belongs to the other side: to responses, or to requests.',
  'redundant-value': 'Another entry already covers this one.',
  'null-origin': 'The null origin can be had by any sandboxed frame, so it identifies nobody.',
  'insecure-origin': 'Credentials would be shared with a page that anyone on the network can alter.',
  'wildcard-with-credentials': 'The wildcard * means nothing to a browser once credentials are included.',
  'wildcard-skips-authorization': 'By Fetch, the wildcard * covers every request header but Authorization.',
  'wildcard-with-others': 'The wildcard * already covers everything else in the list.',
  'invalid-method': 'The text is not a method a browser can send.',
  'unusual-case': 'Methods are compared with regard to case, and this one is not in capitals.',
  'invalid-header': 'The text is not a header name a browser lets a page send or read.',
  'out-of-range': 'The number is outside the range this option takes.',
  'above-browser-cap': 'Browsers honour less than this.',
  'useless-option': 'The option has no effect in this configuration.',
  'invalid-path': 'The text is not a route path.',
  'unknown-directive': 'CSP has no directive of this name.',
  'deprecated-directive': 'Browsers no longer implement this directive.',
  'invalid-source': 'The text is not a source expression of CSP.',
  'misplaced-value': 'The value means nothing in this directive.',
  'none-with-others': "'none' is ignored beside other sources.",
  'unsafe-inline-disabled': "A nonce, hash or 'strict-dynamic' makes browsers ignore 'unsafe-inline'.",
  'unsafe-inline-conflict': "A change would silently switch 'unsafe-inline' off, or on.",
  'strict-dynamic-conflict': "A change to 'strict-dynamic' would silently switch the hosts beside it off, or on.",
  'conflicting-change': 'Two changes contradict each other.',
  'ignored-in-report-only': 'A report-only policy ignores this directive.',
  'invalid-sample': 'Nothing tells the sessions that get the policy from the others.',
  'strict-dynamic-alone': "'strict-dynamic' trusts nothing by itself: it needs a nonce or a hash.",
  'undeclared-endpoint': 'report-to names an endpoint that the Reporting-Endpoints header must declare.',
  'credentials-without-guard':
    'Credentialed CORS does not stop cross-site form posts; a cross-origin request guard does.',
  'guard-only-on-route':
    'Only a route has the guard, so a path that the app serves like that route but that is spelled otherwise has none.',
  'invalid-endpoint': 'The text is not a URL reports can be sent to.',
  // Topologies.
  'unknown-app': 'The topology has no app of this name.',
  'outside-group': 'The app is not where its group is.',
  'edge-blocked': 'An edge is declared, and one of its ends does not let it through.',
  'edge-undeclared': 'An edge works that nobody declared.',
  'edge-half-open': 'One end admits an edge that nobody declared; only the other end stops it.',
  'mixed-content': 'A page that came by https may not use what comes by http.',
  // A policy as it was sent.
  'not-enforced': 'No policy is enforced, so nothing is blocked.',
  'not-ascii': 'A character outside ASCII makes browsers drop the whole directive.',
  'stray-comma': 'A comma begins another policy.',
  'missing-semicolon': "A directive's name stands among the values of another one.",
  'duplicate-directive': 'Of several directives with one name browsers heed the first.',
  'ignored-in-meta': 'A <meta> element cannot carry this.',
  'invalid-nonce': 'The text of the nonce is not base64, so it matches nothing.',
  'weak-nonce': 'The nonce is too short to be unguessable.',
  'static-nonce': 'The nonce looks like one that is the same in every response.',
  'invalid-hash': 'The text of the hash is no digest of its algorithm, so it matches nothing.',
  'base64url-hash': 'The hash is in base64url, which no integrity attribute matches.',
  'ignored-source': 'Something else in the policy makes browsers ignore this source.',
  'blocked-elsewhere': 'Another policy of the response blocks what this source allows.',
  'unsafe-inline': 'Any inline script or style is allowed, that of an attacker too.',
  'unsafe-eval': 'Text can be run as script.',
  'unsafe-hashes': 'Event handlers and javascript: addresses are allowed by hash, wherever they stand.',
  'unrestricted-source': 'The source admits every host, or nearly every one.',
  'injectable-source': 'The source admits content that has no address, such as data: URLs.',
  'allowlisted-host': 'Everything that the host serves is trusted.',
  'bypassable-host': 'The host is known to serve what runs scripts of anybody.',
  'missing-directive': 'Nothing restricts what the directive is about.',
  'missing-fallback': 'Browsers that do not know a source of the list are left without another.',
  'ip-source': 'By CSP no address of digits matches anything.',
  'loopback-source': "The source is the visitor's own machine.",
  'insecure-source': 'The source admits what anyone on the network can alter.',
  'insecure-endpoint': 'The reports would go over plain http.',
  'scheme-less-source': 'Without a scheme, the source admits http on a page of http.',
  'apex-not-covered': 'The wildcard covers subdomains, and not the domain itself.',
  'no-reporting': 'Nobody hears what the policy stops.',
  'report-to-only': 'Browsers that do not know report-to report nothing.',
  'sandbox-escape': 'Together these tokens let the page undo its sandbox.',
  'loose-trusted-types': 'Any script of the page can make a Trusted Types policy.',
  'frame-options-conflict': 'X-Frame-Options says something else than frame-ancestors.',
  'upgrade-on-http': 'Everything is asked for over https, on a page that is not.',
  'limited-support': 'Not every browser knows this.',
  'oversized-policy': 'The header is long enough to be cut or refused on its way.',
  // Migration from other libraries.
  'untranslatable-option': 'No translation of the option is sure to let nobody else in.',
  'default-lets-through': 'The option is left out, and the default of the library is to allow.',
  'loose-expression': 'The regular expression admits more than the patterns it stands for.',
  'corrected-value': 'The value never had an effect as it was written; the corrected one has.',
  'dead-value': 'The value never had an effect, and is left out.',
  'dropped-option': 'The option has no counterpart here.',
  'behaviour-differs': 'The same option does something else here.',
  'unasked-directive': 'The option is left out, and the library sends the directive by itself.',
  'fixed-nonce': 'A nonce that is the same in every response can be read and reused.',
} as const

export type FindingCode = keyof typeof FINDING_CODES

/**
 * Thrown by `compile` and `createHandle`: the configuration cannot be used. `findings` holds every error and warning at once.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly #findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super(describeFindings(findings.filter((finding) => finding.severity === 'error')))
    this.#findings = findings
  }

  // No property of its own: a console prints those after the message, which says it all already, and better.
  get findings(): readonly Finding[] {
    return this.#findings
  }
}

/** A finding as one line, for a log or a terminal: place, message, fix and code. */
export function describeFinding({ path, message, fix, code }: Finding): string {
  return `${path === '' ? 'the configuration' : path}: ${message}${fix === undefined ? '' : ` ${fix}`} [${code}]`
}

// A list of a hundred thousand may have as many mistakes; `findings` has them all.
const MOST_DESCRIBED = 100

function describeFindings(errors: readonly Finding[]): string {
  const lines = errors.slice(0, MOST_DESCRIBED).map((finding) => `  ${describeFinding(finding)}`)
  if (errors.length > MOST_DESCRIBED) lines.push(`  … and ${errors.length - MOST_DESCRIBED} more`)
  const count = errors.length === 1 ? '1 problem' : `${errors.length} problems`
  return `The Sallyport configuration has ${count}:\n${lines.join('\n')}`
}

const LONGEST_SHOWN = 120

/** A value as it appears in a message: JSON, cut, and safe for a terminal. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'symbol' || typeof value === 'bigint' || typeof value === 'number') return String(value)
  if (value instanceof RegExp) return cut(String(value))
  let text: string
  try {
    text = JSON.stringify(value) ?? String(value)
  } catch {
    text = 'an object that refers to itself'
  }
  return cut(text)
}

function cut(text: string): string {
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
  return Array.from(shown, escapeInvisible).join('')
}

/** JSON escapes the control characters below the space only; these can hide or turn around what stands beside them. */
const INVISIBLE: readonly (readonly [first: string, last: string])[] = [
  ['\u007f', '\u009f'],
  ['\u00ad', '\u00ad'],
  ['\u061c', '\u061c'],
  ['\u200b', '\u200f'],
  ['\u2028', '\u202e'],
  ['\u2060', '\u206f'],
  ['\ufeff', '\ufeff'],
]

function escapeInvisible(character: string): string {
  const hidden = INVISIBLE.some(([first, last]) => character >= first && character <= last)
  return hidden ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character
}
