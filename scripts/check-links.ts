import { existsSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { headingAnchors, type Link, links } from './markdown.ts'
import { root } from './run.ts'
import { files, read } from './workspace.ts'

/** A file's text, `''` for a folder, undefined for what is not there. Paths start at the root. */
export type Look = (path: string) => string | undefined

/** What the documentation points to is there, and says what the documentation says it does. */
export async function checkLinks(): Promise<readonly string[]> {
  return files('.md').flatMap((path) => brokenLinks(path, read(path), look))
}

/** One line for each link between files of the repository that leads nowhere. */
export function brokenLinks(path: string, markdown: string, look: Look): readonly string[] {
  return links(markdown).flatMap((link) => {
    const problem = problemOf(path, link, look)
    return problem === undefined ? [] : [`${path}:${link.line} ${problem}`]
  })
}

function problemOf(path: string, { text, target }: Link, look: Look): string | undefined {
  // Another site: what it has today is no matter of this repository.
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return undefined
  const [file = '', anchor] = target.split('#')
  const at = file === '' ? path : posix.join(posix.dirname(path), file)
  const found = look(at)
  if (found === undefined) return `${target} does not exist`
  if (anchor !== undefined && at.endsWith('.md') && !headingAnchors(found).includes(anchor))
    return `${target} is no heading of ${at}`
  const quoted = quotedIn(text)
  if (quoted === undefined || !/\.tsx?$/.test(at) || at.endsWith(quoted)) return undefined
  // The title of a test, above all: whoever renames it finds out who cites it.
  return found.includes(quoted) ? undefined : `${at} does not say ${JSON.stringify(quoted)}`
}

/** What stands in backticks or quotes, if nothing else does. */
function quotedIn(text: string): string | undefined {
  return /^(?:`([^`]+)`|"(.+)"|“(.+)”)$/
    .exec(text)
    ?.slice(1)
    .find((one) => one !== undefined)
}

function look(path: string): string | undefined {
  const full = join(root, path)
  if (!existsSync(full)) return undefined
  return statSync(full).isDirectory() ? '' : read(path)
}
