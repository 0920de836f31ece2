/** What a build has to tell about its pages. Grows while pages are sealed. */
export class BuildFindings {
  sealed = 0
  shells = 0
  largest = 0
  readonly #problems = new Set<string>()
  readonly #broken = new Set<string>()
  /** What is blocked, without its place, and where: a script of a layout is in every page. */
  readonly #blocked = new Map<string, { readonly first: string; pages: number }>()

  /** Something that keeps pages from being sealed. */
  problem(text: string): void {
    this.#problems.add(text)
  }

  /** `items` as in the manifest: `12:3 script "…": why`. */
  blocked(path: string, items: readonly string[], breaks: boolean): void {
    if (breaks) this.#broken.add(path)
    for (const item of new Map(items.map((each) => [withoutPlace(each), each])).values()) {
      const text = withoutPlace(item)
      const known = this.#blocked.get(text)
      if (known === undefined)
        this.#blocked.set(text, { first: `${path}:${item.slice(0, item.indexOf(' '))}`, pages: 1 })
      else known.pages++
    }
  }

  /** Whether something kept pages from being sealed. A page that has been sealed has its own policy, even one that its policy breaks. */
  get hasProblems(): boolean {
    return this.#problems.size > 0
  }

  /** Whether `failBuild` fails the build. */
  get fails(): boolean {
    return this.#problems.size > 0 || this.#broken.size > 0
  }

  /** One line, and one more for each problem and each different thing that is blocked. */
  describe(): string {
    const pages = `sealed ${count(this.sealed + this.shells, 'page')}${this.shells > 0 ? ` (${count(this.shells, 'shell')})` : ''}`
    const size = this.largest > 0 ? `, largest policy ${(this.largest / 1000).toFixed(1)} kB` : ''
    const broken = [...this.#broken].toSorted()
    const breaking = broken.length > 0 ? `; ${count(broken.length, 'page')} would break: ${some(broken, ' ')}` : ''
    const lines = [
      ...this.#problems,
      ...[...this.#blocked].map(
        ([text, { first, pages: others }]) =>
          `${first}${others > 1 ? ` and ${count(others - 1, 'more page')}` : ''}: ${text}`,
      ),
    ]
    return `[sallyport] ${pages}${size}${breaking}${some(lines, '', '\n  ')}`
  }
}

const SHOWN = 8

function some(texts: readonly string[], glue: string, before = ''): string {
  const shown = texts.slice(0, SHOWN).map((text) => before + text)
  const more =
    texts.length > SHOWN ? [`${before}… and ${texts.length - SHOWN} more (\`sallyport next\` lists all)`] : []
  return [...shown, ...more].join(glue)
}

function withoutPlace(item: string): string {
  return item.slice(item.indexOf(' ') + 1)
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
