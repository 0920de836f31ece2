import type { HeaderPair } from '@sallyport/core'

/** The headers for one path of a static host. */
export interface HeaderBlock {
  /** May end in `*`. */
  readonly path: string
  readonly headers: readonly HeaderPair[]
}

export interface HeadersFile {
  readonly text: string
  /** What a host will not do with it, in sentences. */
  readonly notes: readonly string[]
}

// https://developers.cloudflare.com/pages/configuration/headers/. Netlify names no limit.
const MOST_BLOCKS = 100
const LONGEST_LINE = 2000

const BEGIN = '# Written by @sallyport/next, from here'
const END = '# to here.'

/**
 * `_headers`, as Netlify and Cloudflare Pages read it: behind what the site has in its own. Of two blocks for one path Netlify takes the
 * later one's value of a header, and Cloudflare joins both with a comma; of policies, that enforces both. So general blocks come first, and
 * every block's policy is whole.
 */
export function writeHeadersFile(own: string, blocks: readonly HeaderBlock[]): HeadersFile {
  const kept = withoutOurs(own)
  const usable = blocks.filter(({ path }) => isPlain(path))
  const ours = usable.map(({ path, headers }) => [path, ...headers.map(([name, value]) => `  ${name}: ${value}`)])
  const count = countBlocks(kept) + ours.length
  const long = ours.filter((lines) => lines.some(({ length }) => length > LONGEST_LINE))
  const rest = 'They have their policy in their <meta>.'
  return {
    text: `${kept === '' ? '' : `${kept.trimEnd()}\n\n`}${BEGIN}\n${ours.map((lines) => `${lines.join('\n')}\n`).join('\n')}${END}\n`,
    notes: [
      ...(setsPolicy(kept)
        ? [
            'The _headers file of the site sets a Content-Security-Policy of its own. On Cloudflare Pages both are enforced: take it out there.',
          ]
        : []),
      ...(usable.length < blocks.length
        ? [
            `The format of _headers has no way to write the ${nameSome(blocks.filter((block) => !usable.includes(block)))}. ${rest}`,
          ]
        : []),
      ...(count > MOST_BLOCKS
        ? [
            `_headers has ${count} blocks, and Cloudflare Pages reads the first ${MOST_BLOCKS}. The pages of the others have their policy in their <meta>.`,
          ]
        : []),
      ...(long.length > 0
        ? [
            `In _headers the ${nameSome(long.map(([path = '']) => ({ path })))} has a line above ${LONGEST_LINE} characters, which Cloudflare Pages leaves out. ${rest}`,
          ]
        : []),
    ],
  }
}

/** A build may find the file of the one before. */
function withoutOurs(text: string): string {
  const begin = text.indexOf(BEGIN)
  const end = text.indexOf(END, begin)
  return begin === -1 || end === -1 ? text : text.slice(0, begin) + text.slice(end + END.length).trimStart()
}

function countBlocks(text: string): number {
  return text.split('\n').filter((line) => line.startsWith('/') || line.startsWith('https://')).length
}

function setsPolicy(text: string): boolean {
  return text.split('\n').some((line) => line.trim().toLowerCase().startsWith('content-security-policy:'))
}

/** `:` begins a placeholder there, and `*` stands for anything. */
function isPlain(path: string): boolean {
  const literal = path.endsWith('/*') ? path.slice(0, -1) : path
  return !literal.includes(':') && !literal.includes('*')
}

const MOST_NAMED = 3

function nameSome(blocks: readonly Pick<HeaderBlock, 'path'>[]): string {
  const named = blocks.slice(0, MOST_NAMED).map(({ path }) => path)
  const more = blocks.length - named.length
  const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
  return `${blocks.length === 1 ? 'path' : 'paths'} ${list}`
}
