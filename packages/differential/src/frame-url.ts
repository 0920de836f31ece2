import type { Case } from './case.ts'

/** What the frame at this level of a case's ancestors shows: 0 is the framed page's parent, below it is the page itself. */
export function frameUrl(one: Case, level: number): string {
  const { url, ancestors = [] } = one
  const ancestor = level < 0 ? undefined : ancestors[level]
  if (ancestor === undefined) return url
  if (ancestor === 'data:') return `data:text/html,${encodeURIComponent(frameHtml(one, level))}`
  return new URL(`/frame?case=${one.id}&level=${level}`, ancestor).href
}

/** What that frame holds: the next one. */
export function frameHtml(one: Case, level: number): string {
  return `<iframe src="${frameUrl(one, level - 1).replaceAll('&', '&amp;')}"></iframe>`
}
