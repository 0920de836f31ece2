import { lintCsp, parseCsp } from '@sallyport/core/csp'
import { checkHasConfiguredReporting } from 'csp_evaluator/dist/checks/security_checks.js'
import { CspEvaluator, DEFAULT_CHECKS, STRICTCSP_CHECKS } from 'csp_evaluator/dist/evaluator.js'
import { type Finding as Theirs, Type } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { describe, expect, test } from 'vitest'
import { bypasses } from './index.ts'
import { POLICIES } from './parity-policies.test-kit.ts'

type Code = ReturnType<typeof lintCsp>[number]['code']

/** What we say where csp-evaluator says this, at the same directive and value. */
const COUNTERPARTS: Readonly<Record<string, readonly Code[]>> = {
  MISSING_SEMICOLON: ['missing-semicolon'],
  UNKNOWN_DIRECTIVE: ['unknown-directive'],
  INVALID_KEYWORD: ['invalid-source', 'misplaced-value', 'invalid-nonce', 'invalid-hash', 'undeclared-endpoint'],
  NONCE_CHARSET: ['invalid-nonce'],
  NONCE_LENGTH: ['weak-nonce', 'static-nonce', 'invalid-nonce', 'misplaced-value'],
  MISSING_DIRECTIVES: ['missing-directive', 'unset-value'],
  SCRIPT_UNSAFE_INLINE: ['unsafe-inline', 'ignored-source'],
  SCRIPT_UNSAFE_HASHES: ['unsafe-hashes', 'useless-option'],
  SCRIPT_UNSAFE_EVAL: ['unsafe-eval', 'misplaced-value'],
  PLAIN_URL_SCHEMES: ['unrestricted-source', 'injectable-source', 'misplaced-value'],
  PLAIN_WILDCARD: ['unrestricted-source', 'invalid-source', 'misplaced-value'],
  SCRIPT_ALLOWLIST_BYPASS: ['allowlisted-host', 'bypassable-host', 'invalid-source'],
  OBJECT_ALLOWLIST_BYPASS: [
    'allowlisted-host',
    'invalid-source',
    'misplaced-value',
    'unrestricted-source',
    'injectable-source',
  ],
  IP_SOURCE: ['ip-source', 'loopback-source', 'invalid-source', 'misplaced-value'],
  SRC_HTTP: ['insecure-source', 'insecure-endpoint', 'loopback-source', 'invalid-source'],
  DEPRECATED_DIRECTIVE: ['deprecated-directive'],
  STRICT_DYNAMIC: ['allowlisted-host', 'bypassable-host', 'unrestricted-source', 'injectable-source', 'invalid-source'],
  STRICT_DYNAMIC_NOT_STANDALONE: ['strict-dynamic-alone'],
  UNSAFE_INLINE_FALLBACK: ['missing-fallback'],
  ALLOWLIST_FALLBACK: ['missing-fallback'],
  REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS: ['missing-directive', 'misplaced-value'],
  IGNORED: ['ignored-source', 'unsafe-inline-disabled', 'invalid-source'],
  REPORTING_DESTINATION_MISSING: ['no-reporting'],
  REPORT_TO_ONLY: ['report-to-only'],
}

interface Excuse {
  readonly because: string
  readonly types: readonly string[]
  readonly holds: (theirs: Theirs, policy: string) => boolean
  readonly see: string
}

const CSP3 = 'https://w3c.github.io/webappsec-csp/#'
const NEW_KEYWORDS = ["'trusted-types-eval'", "'report-sha256'", "'unsafe-webtransport-hashes'"]

/** Where csp-evaluator has a finding and we have none, and why. */
const EXCUSED: readonly Excuse[] = [
  {
    because: 'there is no policy, and one finding says so',
    types: ['MISSING_DIRECTIVES', 'REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS', 'REPORTING_DESTINATION_MISSING'],
    holds: (_, policy) => says(policy, 'not-enforced'),
    see: `${CSP3}parse-serialized-policy`,
  },
  {
    because: 'no script element runs at all, so none gives text to a sink',
    types: ['REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS'],
    holds: (_, policy) => !runsScripts(policy),
    see: `${CSP3}match-url-to-source-list`,
  },
  {
    because: 'an empty default-src admits nothing, plugins neither',
    types: ['MISSING_DIRECTIVES'],
    holds: ({ directive }, policy) => directive === 'object-src' && policy === 'default-src',
    see: `${CSP3}match-url-to-source-list`,
  },
  {
    because: 'script-src-elem and worker-src have lists of their own, so nothing asks script-src about addresses',
    types: ['PLAIN_URL_SCHEMES', 'STRICT_DYNAMIC'],
    holds: ({ directive }, policy) =>
      directive === 'script-src' && policy.includes('script-src-elem') && policy.includes('worker-src'),
    see: `${CSP3}directive-fallback-list`,
  },
  {
    because: 'what stands before a nonce or hash may have any case, as all literal text of the grammar',
    types: ['INVALID_KEYWORD'],
    holds: ({ value = '' }) => value.startsWith("'NONCE-q83v") || value.startsWith("'SHA256-Mht"),
    see: 'https://www.rfc-editor.org/rfc/rfc5234#section-2.3',
  },
  {
    because: 'with a dot in it, it is a host',
    types: ['INVALID_KEYWORD'],
    holds: ({ value }) => value === 'nonce-abcdefgh.test',
    see: `${CSP3}grammardef-host-source`,
  },
  {
    because: 'the keyword is newer than csp-evaluator',
    types: ['INVALID_KEYWORD'],
    holds: ({ value = '' }) => NEW_KEYWORDS.includes(value),
    see: `${CSP3}grammardef-keyword-source`,
  },
  {
    because: 'the directive is newer than csp-evaluator',
    types: ['UNKNOWN_DIRECTIVE'],
    holds: ({ directive }) => directive === 'fenced-frame-src',
    see: 'https://wicg.github.io/fenced-frame/#new-csp-directive',
  },
  {
    because: 'browsers do not know the directive, so no value of it does anything',
    types: ['IP_SOURCE', 'SRC_HTTP', 'INVALID_KEYWORD'],
    holds: ({ directive }, policy) =>
      says(policy, 'unknown-directive', directive) || says(policy, 'deprecated-directive', directive),
    see: `${CSP3}parse-serialized-policy`,
  },
  {
    because: 'report-uri takes an address and no source expression, and reports reach one of digits',
    types: ['IP_SOURCE'],
    holds: ({ directive }) => directive === 'report-uri',
    see: `${CSP3}directive-report-uri`,
  },
]

function says(policy: string, code: Code, directive?: string): boolean {
  return lintCsp([{ header: policy }]).some(
    (ours) => ours.code === code && (directive === undefined || ours.directive === directive),
  )
}

/** Whether the list for script elements has a word that matches something. */
function runsScripts(policy: string): boolean {
  const directives = parseCsp(policy)[0]?.directives ?? []
  const names = ['script-src-elem', 'script-src', 'default-src']
  const list = names.flatMap((name) => directives.find((directive) => directive.name === name) ?? [])[0]
  const unread = lintCsp([{ header: policy }]).filter(({ code }) => code.startsWith('invalid-'))
  return list?.values.some(({ text }) => text !== "'none'" && !unread.some(({ value }) => value === text)) ?? true
}

interface Said {
  readonly policy: string
  readonly type: string
  readonly theirs: Theirs
}

function evaluate(policy: string): readonly Said[] {
  const { csp } = new CspParser(policy)
  const found = new CspEvaluator(csp).evaluate([...STRICTCSP_CHECKS, checkHasConfiguredReporting], DEFAULT_CHECKS)
  return found.map((theirs) => ({ policy, type: Type[theirs.type], theirs }))
}

const SAID: readonly Said[] = POLICIES.flatMap(evaluate)

function isFoundByUs({ policy, type, theirs }: Said): boolean {
  const codes = COUNTERPARTS[type] ?? []
  return lintCsp([{ header: policy }], {}, { bypasses }).some(
    ({ code, directive, value }) =>
      codes.includes(code) &&
      directive === theirs.directive &&
      (theirs.value === undefined || String(value).toLowerCase() === theirs.value.toLowerCase()),
  )
}

const MISSED = SAID.filter((said) => !isFoundByUs(said))

function excuseFor({ policy, type, theirs }: Said): Excuse | undefined {
  return EXCUSED.find(({ types, holds }) => types.includes(type) && holds(theirs, policy))
}

describe('what csp-evaluator finds', () => {
  test('is asked about at least 200 policies', () => {
    expect(POLICIES.length).toBeGreaterThanOrEqual(200)
  })

  test('has a counterpart for each of its types that it raises', () => {
    expect([...new Set(SAID.map(({ type }) => type))].sort()).toEqual(Object.keys(COUNTERPARTS).sort())
  })

  test.each(POLICIES)('we find at the same place: %s', (policy) => {
    const missed = MISSED.filter((said) => said.policy === policy && excuseFor(said) === undefined)
    expect(missed.map(({ type, theirs }) => `${type} ${theirs.directive} ${theirs.value ?? ''}`)).toEqual([])
  })

  test.each(EXCUSED.map((excuse) => [excuse.because, excuse] as const))('we leave out, because %s', (_, excuse) => {
    expect(MISSED.some((said) => excuseFor(said) === excuse)).toBe(true)
  })
})
