import type { Case } from './case.ts'

/** What the frame at this level of a case's ancestors shows: 0 is the framed page's parent, below it is the page itself. */
export function frameUrl({ id, url, ancestors = [] }: Case, level: number): string {
  const ancestor = level < 0 ? undefined : ancestors[level]
  return ancestor === undefined ? url : new URL(`/frame?case=${id}&level=${level}`, ancestor).href
}
