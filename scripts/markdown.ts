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
