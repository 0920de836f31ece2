import type { Group } from '../group.ts'

/** More pages than these of one group are one: paths can be made up, and some apps have a path for everything. */
const MOST_PAGES = 20

/** All pages of the origin, in the place of one too many: `https://shop.example/*`. Of a page without an origin, `*`. */
export function anyPageOf(page: string): string {
  const scheme = page.indexOf('://')
  if (scheme === -1) return '*'
  const path = page.indexOf('/', scheme + 3)
  return `${path === -1 ? page : page.slice(0, path)}/*`
}

/** What groups have in common that differ in the page alone. */
export function familyOf(group: Group): string {
  const { site, policy, disposition, directive, blocked, browser, standing, noise } = group
  return JSON.stringify([site, policy, disposition, directive, blocked, browser, standing, noise?.rule ?? ''])
}

/** How many pages each family has, of the groups that are known. */
export class PageCounts {
  readonly #pages = new Map<string, number>()

  get size(): number {
    return this.#pages.size
  }

  isFull(family: string): boolean {
    return (this.#pages.get(family) ?? 0) >= MOST_PAGES
  }

  add(family: string): void {
    this.#pages.set(family, (this.#pages.get(family) ?? 0) + 1)
  }

  remove(family: string): void {
    const left = (this.#pages.get(family) ?? 0) - 1
    if (left > 0) this.#pages.set(family, left)
    else this.#pages.delete(family)
  }
}
