import { parseArgs } from 'node:util'

export const USAGE = `Usage: sallyport next [folder] [--dist <folder>] [--json]

Shows every route of a built Next.js app: the policy it gets, what that rests on, and what it would block.

  folder           the app's, where next.config is. Default: this one
  --dist <folder>  the build's, distDir of next.config. Default: .next
  --json           for machines
  --help           this text

Ends with 0 when every route works, with 1 when one would break, and with 2 when that could not be found out.`

export type CommandLine =
  | { readonly kind: 'next'; readonly folder: string; readonly dist: string; readonly json: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly why: string }

export function readCommandLine(words: readonly string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        dist: { type: 'string', default: '.next' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help === true) return { kind: 'help' }
    const [command, folder = '.', ...rest] = positionals
    if (command === undefined) return { kind: 'wrong', why: 'Which command? There is one: next.' }
    if (command !== 'next')
      return { kind: 'wrong', why: `There is no command ${JSON.stringify(command)}. There is one: next.` }
    if (rest.length > 0) return { kind: 'wrong', why: `One folder, please, without ${JSON.stringify(rest[0])}.` }
    if (folder === '' || values.dist === '') return { kind: 'wrong', why: 'The name of a folder is empty.' }
    return { kind: 'next', folder, dist: values.dist, json: values.json === true }
  } catch (error) {
    // Of parseArgs: an unknown option, or one without its value. Its advice on "--" is of no use here.
    return { kind: 'wrong', why: error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error) }
  }
}
