import { printable } from '@sallyport/core'
import {
  describeVerdict,
  hashSource,
  type Inline,
  matchInline,
  matchRequest,
  type ResourceRequest,
  type Verdict,
} from '@sallyport/core/csp'
import type { Violation } from './violation-report.ts'

const LONGEST_LINE = 600
/** What browsers send of a text (CSP3 §5.3, `'report-sample'`): one that is shorter is all there is. */
const SAMPLE_LENGTH = 40

/** What production would block, why, and the smallest change that lets it through: lines of ASCII, for a terminal. */
export async function describeViolation(violation: Violation): Promise<string> {
  const { directive, blocked, page } = violation
  const row = rowOf(violation)
  const what = row === undefined ? shownAddress(blocked) : `${row.what}${sampleOf(violation)}`
  const verdict = askMatcher(violation)
  const lines = [
    `production would block ${what} on ${new URL(page).pathname} (${directive}).`,
    ...(verdict?.outcome === 'blocked' ? [`  Why: ${describeVerdict(verdict)}`] : []),
    `  To allow it: ${row === undefined ? admitAddress(violation) : await row.fix(violation)}`,
  ]
  return lines.map((line) => printable(line, LONGEST_LINE)).join('\n')
}

/** What distinguishes violations: those with the same fix are one. */
export function violationKey({ directive, blocked, page, sample }: Violation): string {
  const address = addressOf(blocked)
  if (address !== undefined) return JSON.stringify([directive, address])
  const { pathname } = new URL(page)
  // A page has as many style attributes as it likes, and one remedy for all.
  return JSON.stringify([directive, blocked, pathname, ...(directive === 'style-src-attr' ? [] : [sample])])
}

interface Row {
  readonly directive: string
  readonly blocked: string
  readonly what: string
  /** What it is for the matcher; left out where that has no question for it. */
  readonly inline?: Inline['type']
  readonly fix: (violation: Violation) => string | Promise<string>
}

const ROWS: readonly Row[] = [
  {
    directive: 'script-src-elem',
    blocked: 'inline',
    what: 'the inline <script>',
    inline: 'script',
    fix: async (violation) =>
      `If it is yours: list ${await hashOf(violation)} in script-src, which serves static pages too, or render the page per request and write <script {...nonceProps(await cspNonce())}>.`,
  },
  {
    directive: 'script-src-attr',
    blocked: 'inline',
    what: 'the event handler in an attribute',
    inline: 'script attribute',
    fix: () => 'Add the handler in a script, as onClick of a client component does.',
  },
  {
    directive: 'style-src-elem',
    blocked: 'inline',
    what: 'the inline <style>',
    inline: 'style',
    fix: async (violation) =>
      `Put it into a stylesheet, list ${await hashOf(violation)} in style-src, or render the page per request and write <style {...nonceProps(await cspNonce())}>.`,
  },
  {
    directive: 'style-src-attr',
    blocked: 'inline',
    what: 'the inline style attribute',
    inline: 'style attribute',
    fix: () => `Use a class, or admit all of them: 'style-src-attr': ["'unsafe-inline'"].`,
  },
  {
    directive: 'script-src',
    blocked: 'eval',
    what: 'text run as code',
    inline: 'eval',
    fix: ({ source }) =>
      `It happens in ${source || 'a script'}. Do without eval, new Function and timers with texts, or add 'unsafe-eval' to script-src.`,
  },
  {
    directive: 'script-src',
    blocked: 'wasm-eval',
    what: 'WebAssembly',
    inline: 'wasm-eval',
    fix: () => "Add 'wasm-unsafe-eval' to script-src.",
  },
  {
    directive: 'require-trusted-types-for',
    blocked: 'trusted-types-sink',
    what: 'a text where it wants a trusted type',
    fix: ({ source }) => `It happens in ${source || 'a script'}. Make the value by a Trusted Types policy.`,
  },
  {
    directive: 'trusted-types',
    blocked: 'trusted-types-policy',
    what: 'a Trusted Types policy',
    fix: () => 'List its name in trusted-types.',
  },
]

/** What a directive controls, as the matcher is asked about it. */
const REQUESTS: ReadonlyMap<string, Omit<ResourceRequest, 'url'>> = new Map([
  ['script-src-elem', { destination: 'script', nonce: '', integrity: '', parserInserted: true }],
  ['style-src-elem', { destination: 'style', nonce: '', integrity: '' }],
  ['img-src', { destination: 'image' }],
  ['font-src', { destination: 'font' }],
  ['media-src', { destination: 'video' }],
  ['connect-src', { destination: '' }],
  ['frame-src', { destination: 'iframe' }],
  ['worker-src', { destination: 'worker' }],
  ['manifest-src', { destination: 'manifest' }],
  ['object-src', { destination: 'object' }],
  ['base-uri', { destination: '', initiator: 'base' }],
  ['form-action', { destination: 'document', initiator: 'form-action' }],
])

/** Undefined where the report does not tell enough to ask. */
function askMatcher(violation: Violation): Verdict | undefined {
  const { directive, blocked, page, sample, policy } = violation
  const policies = [{ header: policy }]
  const inline = rowOf(violation)?.inline
  if (inline !== undefined) {
    const asked: Inline = { type: inline, source: sample, nonce: '', parserInserted: true }
    return withoutNearNonces(matchInline(policies, { url: page }, asked))
  }
  const request = REQUESTS.get(directive)
  if (request === undefined || !URL.canParse(blocked)) return undefined
  return withoutNearNonces(matchRequest(policies, { url: page }, { ...request, url: blocked, redirectCount: 0 }))
}

/** Whether an element had a nonce no report tells, so the matcher was asked about one that had none. */
function withoutNearNonces({ nearMisses = [], ...verdict }: Verdict): Verdict {
  return { ...verdict, nearMisses: nearMisses.filter(({ differs }) => differs !== 'nonce') }
}

function rowOf({ directive, blocked }: Violation): Row | undefined {
  return ROWS.find((row) => row.directive === directive && row.blocked === blocked)
}

function admitAddress({ directive, blocked, page, policy }: Violation): string {
  const address = addressOf(blocked)
  if (address === undefined) return `Admit it in ${directive}, or do without it.`
  if (directive === 'script-src-elem' && policy.includes("'strict-dynamic'")) {
    return 'Load it with next/script, or give the element nonceProps(await cspNonce()) on a page rendered per request.'
  }
  const name = directive.startsWith('style-src')
    ? 'style-src'
    : directive.startsWith('script-src')
      ? 'script-src'
      : directive
  const source = address === addressOf(page) ? '"\'self\'"' : `'${address}'`
  return `List ${source} in ${name}, or for some pages in routes: csp: { append: { '${name}': [${source}] } }.`
}

/** The source that admits an address: its origin, or its scheme where it has no host. */
function addressOf(blocked: string): string | undefined {
  if (blocked === 'data' || blocked === 'blob') return `${blocked}:`
  if (!URL.canParse(blocked)) return undefined
  const { protocol, host } = new URL(blocked)
  return host === '' ? protocol : `${protocol}//${host}`
}

/** Without what may be secret in it. */
function shownAddress(blocked: string): string {
  if (!URL.canParse(blocked)) return blocked
  const { protocol, host, pathname } = new URL(blocked)
  return host === '' ? protocol : `${protocol}//${host}${pathname}`
}

function sampleOf({ sample }: Violation): string {
  return sample === '' ? '' : ` ${JSON.stringify(sample)}${sample.length < SAMPLE_LENGTH ? '' : '…'}`
}

async function hashOf({ sample }: Violation): Promise<string> {
  const isWhole = sample !== '' && sample.length < SAMPLE_LENGTH
  return isWhole ? hashSource(sample) : "its hash (the browser's console says which)"
}
