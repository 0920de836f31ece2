import { describeBlocked, shown } from './group-words.ts'
import type { Lead, LeadReason, Learned } from './learn.ts'
import { plural } from './replay-words.ts'
import type { Evidence } from './votes.ts'

const REASONS: Readonly<Record<LeadReason, string>> = {
  'not-vouched': 'nobody the app vouches for has sent it',
  'too-few-clients': 'too few clients that the app vouches for',
  'too-few-days': 'on too few days',
  'likely-noise': 'probably noise',
  'too-many': 'more is proposed already than can be judged',
}

/** What was learned as lines for a terminal: proposals with evidence and risk, advice, then leads. At most `most` leads. */
export function describeLearned({ site, proposals, advice, leads, policy }: Learned, most = 20): readonly string[] {
  return [
    `${shown(site)}: ${plural(proposals.length, 'proposal')}, ${plural(leads.length, 'lead')}.`,
    ...proposals.flatMap(({ directive, source, words, evidence, risk }) => [
      `+ ${directive} ${shown(source)}`,
      ...words.map((line) => `    ${line}`),
      `    seen: ${describeEvidence(evidence)}`,
      `    risk: ${risk}`,
    ]),
    ...advice.flatMap(({ group, text, evidence }) => [
      `! ${describeBlocked(group)} on ${shown(group.page)}`,
      `    seen: ${describeEvidence(evidence)}`,
      `    ${text}`,
    ]),
    ...leads.slice(0, most).map(describeLead),
    ...(leads.length > most ? [`and ${plural(leads.length - most, 'lead')} more`] : []),
    ...(proposals.length > 0 ? ['The policy with all of it, for you to accept or not:', `  ${policy}`] : []),
  ]
}

function describeLead({ group, why }: Lead): string {
  return `? ${describeBlocked(group)} on ${shown(group.page)}, ${plural(group.count, 'report')}: ${REASONS[why]}`
}

const DATE_LENGTH = '2026-01-01'.length

function describeEvidence({ vouched, days, count, pages, browsers, first, last }: Evidence): string {
  const [from, to] = [first, last].map((time) => new Date(time).toISOString().slice(0, DATE_LENGTH))
  const span = from === to ? `on ${from}` : `from ${from} to ${to}`
  return `${plural(count, 'report')} ${span}, by at least ${plural(vouched, 'client')} in a day, on ${plural(days, 'day')}, ${plural(pages.length, 'page')}, ${browsers.join(', ')}`
}
