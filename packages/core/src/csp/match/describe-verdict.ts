import { showValue } from '../../finding.ts'
import type { NearMiss, Verdict, VerdictReason } from '../verdict.ts'

const REASONS: Readonly<Record<VerdictReason, string>> = {
  'no-directive': 'no enforced policy has a directive for it',
  exempt: 'no policy is asked about it',
  listed: 'a source admits its address',
  nonce: 'its nonce is listed',
  hash: 'its hash is listed',
  keyword: 'a keyword admits it',
  'trusted-script': 'a script that is trusted made it',
  'empty-list': 'the list admits nothing',
  'not-listed': 'no source admits its address',
  'invalid-url': 'its address is no URL',
  'invalid-page-url': "the page's address is no URL",
  'parser-inserted': "'strict-dynamic' admits what the HTML parser inserts by nonce or hash only",
  inline: "it is inline, and neither 'unsafe-inline' nor a nonce or hash admits it",
  eval: 'no keyword admits turning text into code',
  'trusted-types': 'a text is not enough where Trusted Types are required',
  'certificate-hashes': "'unsafe-webtransport-hashes' is missing",
  webrtc: 'webrtc does not allow it',
  'unknown-facts': 'what was not told decides',
}

const DIFFERENCES: Readonly<Record<NearMiss['differs'], string>> = {
  scheme: 'has another scheme',
  subdomain: 'is the host above it, and no wildcard',
  apex: 'covers hosts below it only',
  'ip-address': 'is an address, and no address matches a source',
  'trailing-dot': 'differs by a dot at the end',
  port: 'has another port',
  path: 'has another path',
  case: 'differs in capitals',
  quotes: 'would have to stand in quotes',
  nonce: 'is another nonce',
  hash: 'is nearly its hash',
  'unsafe-hashes': "is its hash, which counts beside 'unsafe-hashes' only",
  'strict-dynamic': "counts for nothing beside 'strict-dynamic'",
  overridden: "counts for nothing beside nonces, hashes and 'strict-dynamic'",
}

/**
 * A verdict in one line, for a log or a terminal: what decided, why, and what would have let it through but for one thing. What comes from
 * a policy is shown escaped.
 *
 * `blocked by img-src: no source admits its address. "https://images.example" has another path.`
 */
export function describeVerdict(verdict: Verdict): string {
  const { outcome, reason, source, ancestor, nearMisses = [], dependsOn = [] } = verdict
  const facts = dependsOn.length === 0 ? '' : ` (${dependsOn.join(', ')})`
  const word = source === null ? '' : `, ${showValue(source.text)}`
  const framed = ancestor === undefined ? '' : ` The ancestor is ${showValue(ancestor)}.`
  const near = nearMisses.map(({ source: { text }, differs }) => ` ${showValue(text)} ${DIFFERENCES[differs]}.`)
  return `${outcome}${directiveOf(verdict)}: ${REASONS[reason]}${facts}${word}.${framed}${near.join('')}`
}

function directiveOf({ outcome, directive, effectiveDirective }: Verdict): string {
  if (directive === null) return ''
  const asked = effectiveDirective === null || effectiveDirective === directive ? '' : `, for ${effectiveDirective}`
  return outcome === 'depends' ? ` on ${directive}${asked}` : ` by ${directive}${asked}`
}
