import { actOf } from '../act/acts.ts'
import { DANGLING } from '../act/dangling.ts'
import type { Case, CasePolicy, Probe } from '../case.ts'
import { FOREIGN } from '../generate/sources.ts'

export interface CasePage {
  /** Names and values by turns: a policy has a line of its own. */
  readonly headers: readonly string[]
  /** Up to where the runner has to listen, so that nothing the parser does goes unheard. */
  readonly head: string
  readonly rest: string
}

const HEADERS = {
  enforce: 'content-security-policy',
  report: 'content-security-policy-report-only',
} as const

/** The document of a case, with what its parser has to do. */
export function renderCase({ id, policies, probes, ancestors, joined }: Case): CasePage {
  const told = policies.map((policy, index) => ({ ...policy, text: tell(policy, index, id, ancestors !== undefined) }))
  const lines = joined ? joinedLines(told) : told.flatMap((policy) => joinedLines([policy]))
  const metas = told
    .filter(({ delivery }) => delivery === 'meta')
    .map(({ text }) => `<meta http-equiv="content-security-policy" content="${escapeAttribute(text)}">\n`)
  const arrived = ancestors === undefined ? '' : `<img src="/arrived?probe=${id}-0">`
  return {
    headers: ['content-type', 'text/html; charset=utf-8', 'cache-control', 'no-store', ...lines],
    head: `<!doctype html><html><head><meta charset="utf-8">${metas.join('')}<title>${id}</title></head><body>\n`,
    rest: `${arrived}${probes.map(markupOf).join('')}</body></html>`,
  }
}

/** One header line for the policies of each disposition. */
function joinedLines(policies: readonly CasePolicy[]): readonly string[] {
  return (['enforce', 'report'] as const).flatMap((disposition) => {
    const texts = policies
      .filter((policy) => policy.delivery === 'header' && policy.disposition === disposition)
      .map(({ text }) => text)
    return texts.length === 0 ? [] : [HEADERS[disposition], texts.join(', ')]
  })
}

export function hasMarkup({ probes }: Case): boolean {
  return probes.some(({ act }) => actOf(act).markup === true)
}

/**
 * A group name that exists nowhere: nothing is sent to it, but it tells in every violation event which policy that is about. A framed page has no
 * events to listen to, so its reports are sent.
 */
function tell({ text }: CasePolicy, index: number, id: string, isFramed: boolean): string {
  return isFramed ? `${text}; report-uri /report?probe=${id}-0&policy=${index}` : `${text}; report-to policy-${index}`
}

/** Which of the policies an event is about, by the `report-to` that {@link renderCase} wrote. Chromium gives no text that is not all ASCII. */
export function policyIndexOf(originalPolicy: string, policies: readonly CasePolicy[]): number {
  const start = originalPolicy.indexOf('report-to policy-')
  if (start === -1) return policies.findIndex(({ text }) => text.includes(FOREIGN))
  return Number.parseInt(originalPolicy.slice(start + 'report-to policy-'.length), 10)
}

function markupOf({ id, act, url, text, nonce, dangling, integrity }: Probe): string {
  const attributes = (more: Readonly<Record<string, string | undefined>>): string =>
    Object.entries({
      'data-probe': id,
      'data-text': dangling && DANGLING,
      ...more,
      nonce,
      integrity,
      crossorigin: integrity === undefined ? undefined : '',
    })
      .flatMap(([name, value]) => (value === undefined ? [] : ` ${name}="${escapeAttribute(value)}"`))
      .join('')
  switch (act) {
    case 'parsed script':
      return `<script${attributes({ src: url })}></script>\n`
    case 'parsed module':
      return `<script${attributes({ src: url, type: 'module' })}></script>\n`
    case 'parsed style sheet':
      return `<link${attributes({ href: url, rel: 'stylesheet' })}>\n`
    case 'parsed inline script':
      return `<script${attributes({})}>${text}</script>\n`
    case 'parsed inline module':
      return `<script${attributes({ type: 'module' })}>${text}</script>\n`
    case 'parsed inline style':
      return `<style${attributes({})}>${text}</style>\n`
    case 'parsed script attribute':
      return `<div${attributes({ onclick: text })}></div>\n`
    case 'parsed style attribute':
      return `<div${attributes({ style: text })}></div>\n`
    default:
      return ''
  }
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
