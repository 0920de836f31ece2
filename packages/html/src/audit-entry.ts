import type { ParsedPolicy, Profile, SandboxFlag, Verdict, VerdictReason } from '@sallyport/core/csp'
import { fixFor } from './audit-fix.ts'
import type { ItemKind } from './item.ts'
import { countingNonce } from './nonce.ts'
import type { PageElement } from './page-elements.ts'
import type { Position } from './position.ts'

/** What the policy was asked about: something inline, or what an attribute fetches or is sent to. */
export type AuditKind = Exclude<ItemKind, 'external script' | 'frame'> | 'request'

/** Something in a response that its own policy blocks. */
export interface AuditEntry extends Position {
  readonly kind: AuditKind
  /** Its tag's name. */
  readonly element: string
  /** The attribute that holds the URL or text. */
  readonly attribute?: string
  /** Of a request, the address, in full. */
  readonly url?: string
  /** Of what is inline, the text. */
  readonly text?: string
  /** `'blocked'`, or `'depends'` where a page's scripts may make it pass: `verdict.dependsOn` says by what. */
  readonly outcome: 'blocked' | 'depends'
  /** `'report'`: by a policy that only reports. */
  readonly disposition: 'enforce' | 'report'
  /** The directive that decided, by its own name: `default-src` for an image where there is no `img-src`. */
  readonly directive: string
  /** What a browser calls the violated directive: `img-src`. */
  readonly effectiveDirective: string
  readonly reason: VerdictReason | 'sandbox'
  /** The matcher's words: policy, source and near misses. Undefined for what `sandbox` turns off. */
  readonly verdict?: Verdict
  /** What to change. */
  readonly fix: string
  /** The page's name: that of the options, else the path of its URL. */
  readonly page: string
  /** Of what is in a `srcdoc` frame, its place in the frame's own document; the entry's position is then the frame's. */
  readonly inFrame?: Position
}

/** What an element is asked about under. */
export interface AuditContext {
  /** The page's, also in its `srcdoc` frames: `'self'` is its origin. */
  readonly url: string
  readonly profile: Profile
  readonly policies: readonly ParsedPolicy[]
  readonly base: string
  readonly sandbox: ReadonlySet<SandboxFlag>
  /** The integrity of modules by their addresses, from the import maps so far. */
  readonly modules: ReadonlyMap<string, string>
}

/** Something that was asked about, and the answer: a verdict, or the token that would lift what `sandbox` forbids. */
export interface Found {
  readonly kind: AuditKind
  readonly at: PageElement
  readonly position: Position
  readonly attribute?: string
  readonly target?: URL
  readonly text?: string
  readonly verdict?: Verdict
  readonly lifted?: 'allow-scripts' | 'allow-forms'
}

/** What entries say of their page. */
export interface AuditedPage {
  readonly name: string
  readonly origin: string
}

/** The entries that an answer makes: one if enforced policies block it, and one for each report-only policy that would, if those are asked for. */
export function entriesFor(found: Found, page: AuditedPage, reportOnly: boolean): readonly AuditEntry[] {
  const { verdict, lifted } = found
  if (lifted !== undefined) {
    const fix = `Add ${lifted} to sandbox.`
    const decided = { directive: 'sandbox', effectiveDirective: 'sandbox', reason: 'sandbox', fix } as const
    return [{ ...described(found, page.name), outcome: 'blocked', disposition: 'enforce', ...decided }]
  }
  if (verdict === undefined) return []
  const reports = reportOnly ? (verdict.reports ?? []) : []
  return [verdict, ...reports].flatMap((one, index) => {
    if (one.outcome === 'allowed') return []
    const disposition = index === 0 ? 'enforce' : 'report'
    const { outcome, reason, directive, effectiveDirective } = one
    const decided = { directive: directive ?? '', effectiveDirective: effectiveDirective ?? '', reason }
    return [
      {
        ...described(found, page.name),
        outcome,
        disposition,
        ...decided,
        verdict: one,
        fix: fixOf(found, one, page.origin),
      },
    ]
  })
}

function fixOf({ kind, target, at }: Found, verdict: Verdict, origin: string): string {
  return fixFor({ kind, verdict, url: target, nonce: countingNonce(at), origin })
}

function described(
  found: Found,
  page: string,
): Pick<AuditEntry, 'kind' | 'element' | 'page' | 'inFrame' | keyof Position> {
  const { kind, at, position, attribute, target, text } = found
  const { frame } = at.document
  return {
    kind,
    element: at.element.tagName,
    ...(attribute === undefined ? {} : { attribute }),
    ...(target === undefined ? {} : { url: target.href }),
    ...(text === undefined ? {} : { text }),
    page,
    ...(frame ?? position),
    ...(frame === undefined ? {} : { inFrame: position }),
  }
}

/** One line: `about.html:12:5 <img src="https://cdn.example/a.png"> blocked by default-src (for img-src): Add img-src …` */
export function describeAuditEntry(entry: AuditEntry): string {
  const { page, line, column, inFrame, directive, effectiveDirective, fix } = entry
  const frame = inFrame === undefined ? '' : ` (srcdoc:${inFrame.line}:${inFrame.column})`
  const rule = directive === effectiveDirective ? directive : `${directive} (for ${effectiveDirective})`
  return `${page}:${line}:${column}${frame} ${shown(entry)} ${verb(entry)} ${rule}: ${fix}`
}

function verb({ outcome, disposition }: AuditEntry): string {
  if (outcome === 'depends') return 'may be blocked by'
  return disposition === 'report' ? 'would be blocked by' : 'blocked by'
}

function shown({ kind, element, attribute, url, text = '' }: AuditEntry): string {
  const tag = attribute === undefined ? `<${element}>` : `<${element} ${attribute}>`
  if (kind === 'request' && (element === 'style' || attribute === 'style'))
    return `${tag} with url(${excerpt(url ?? '')})`
  if (attribute === undefined) return url === undefined ? `${tag}${excerpt(text)}` : `${tag} to ${url}`
  return `<${element} ${attribute}="${excerpt(url ?? text)}">`
}

const LONGEST = 60

/** On one line, and never so long that it hides the rest. */
function excerpt(text: string): string {
  let short = ''
  for (const character of text.slice(0, LONGEST)) short += character < ' ' || character === '\x7f' ? ' ' : character
  return text.length > LONGEST ? `${short}…` : short
}
