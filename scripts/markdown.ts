export interface CodeBlock {
  readonly language: string
  readonly code: string
  /** The line of the file that holds the block's first line of code, counted from 1. */
  readonly line: number
}

/** The fenced code blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { readonly language: string; readonly line: number; readonly code: string[] } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = line.startsWith('```')
    if (open === undefined) {
      if (fence) open = { language: line.slice(3).trim(), line: index + 2, code: [] }
    } else if (fence) {
      blocks.push({ language: open.language, line: open.line, code: `${open.code.join('\n')}\n` })
      open = undefined
    } else {
      open.code.push(line)
    }
  }
  return blocks
}

export interface Link {
  /** As it is written: with its backticks, quotes and so on; `''` for the sources of pictures. */
  readonly text: string
  readonly target: string
  readonly line: number
}

/** The links and pictures of a Markdown text, those in HTML too; what stands in code is none. */
export function links(markdown: string): readonly Link[] {
  return proseLines(markdown).flatMap(({ text: line, number }) => {
    const found = line.matchAll(/`[^`]*`|\[((?:`[^`]*`|[^\][`])*)\]\(([^()\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)
    return [...found].flatMap(([, text = '', target, source]) => {
      const to = target ?? source
      return to === undefined ? [] : [{ text, target: to, line: number }]
    })
  })
}

/** What a link behind `#` can name, as GitHub makes it of the headings. */
export function headingAnchors(markdown: string): readonly string[] {
  return proseLines(markdown).flatMap(({ text }) => {
    const title = /^#{1,6} (.+)$/.exec(text)?.[1]
    if (title === undefined) return []
    return [
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\-_ ]/gu, '')
        .replaceAll(' ', '-'),
    ]
  })
}

/** The lines outside fenced code blocks. */
function proseLines(markdown: string): readonly { readonly text: string; readonly number: number }[] {
  let isCode = false
  return markdown.split('\n').flatMap((text, index) => {
    const fence = text.startsWith('```')
    if (fence) isCode = !isCode
    return fence || isCode ? [] : [{ text, number: index + 1 }]
  })
}
