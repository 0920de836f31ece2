import type { GroupDetail } from '../page-data.ts'
import { el, shown } from './dom.ts'
import { formatMoment } from './format.ts'
import { tagsOf } from './groups.ts'
import { blockedWords, browserWords, DISPOSITION_WORDS, STANDING_WORDS } from './words.ts'

/** What happened, and which policy and directive decided. */
export function explanationParts({ group, explanation }: GroupDetail): readonly Node[] {
  const standing = el('span', { class: `tag ${group.standing}` }, STANDING_WORDS[group.standing].name)
  const browser = el('span', { class: 'tag' }, browserWords(group.browser))
  const enforced = group.disposition === 'enforce' ? [el('span', { class: 'tag' }, 'enforced')] : []
  const tags = el('p', { class: 'tags' }, standing, browser, ...enforced, ...tagsOf(group))
  if (explanation === null) {
    const words = `On ${shown(group.page)}, ${shown(group.directive)} blocked ${blockedWords(group.blocked)}.`
    return [tags, el('p', { class: 'summary' }, words)]
  }
  return [
    tags,
    el('p', { class: 'summary' }, shownProse(explanation.summary)),
    ...explanation.details.map((detail) => el('p', {}, shownProse(detail))),
  ]
}

/** The smallest change, its risk, and what to do with it or instead. */
export function changePart({ explanation }: GroupDetail): readonly Node[] {
  if (explanation === null) return []
  const { change, risk, advice } = explanation
  const parts: Node[] = []
  if (change !== undefined) {
    const code = el('code', {}, shown(change.text))
    parts.push(
      el('h3', {}, 'The smallest change'),
      el(
        'p',
        {},
        'Add ',
        el('code', { class: 'added' }, shown(change.add)),
        ' to ',
        el('code', {}, shown(change.directive)),
        ':',
      ),
      el('div', { class: 'code' }, el('pre', {}, code), copyButton(change.text)),
    )
  }
  if (risk !== undefined) parts.push(el('p', { class: 'risk' }, el('strong', {}, 'Risk: '), shownProse(risk)))
  if (advice !== undefined) {
    parts.push(el('h3', {}, change === undefined ? 'What to do' : 'Before that'), el('p', {}, shownProse(advice)))
  }
  return parts
}

/** The policy that decided, a directive a line. */
export function policyPart({ group, policy }: GroupDetail): readonly Node[] {
  const title = el('h3', {}, 'The policy')
  if (policy === null) {
    return [title, el('p', { class: 'hint' }, `${shown(group.policy)}: the store does not have its text.`)]
  }
  const lines = policy.text.split('; ').map((directive) => {
    const [name] = directive.split(' ', 1)
    return el('code', { class: name === policy.decided ? 'line decided' : 'line' }, shown(directive))
  })
  return [
    title,
    el(
      'p',
      { class: 'hint' },
      `${shown(group.policy)}, ${DISPOSITION_WORDS[group.disposition].toLowerCase()}, served from ${formatMoment(policy.from)} to ${formatMoment(policy.to)}.`,
    ),
    el('pre', { class: 'policy' }, ...lines),
  ]
}

// Our own words have typographic characters beside what was reported in them, which the explanation has made printable.
const TYPOGRAPHY = '‘’“”–…×'

function shownProse(text: string): string {
  return [...text].map((character) => (TYPOGRAPHY.includes(character) ? character : shown(character))).join('')
}

function copyButton(text: string): HTMLElement {
  const button = el('button', { type: 'button', class: 'plain' }, 'Copy')
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => button.replaceChildren('Copied'),
      () => button.replaceChildren('Select and copy it by hand'),
    )
  })
  return button
}
