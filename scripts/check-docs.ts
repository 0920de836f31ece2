import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type CodeBlock, codeBlocks } from './markdown.ts'
import { root, run, tool } from './run.ts'
import { files, read } from './workspace.ts'

/** The first code block of the package's README is this file, which a test installs and starts. */
const examples: Readonly<Record<string, string>> = {
  fastify: 'examples/fastify/server.ts',
  koa: 'examples/koa/server.ts',
  nest: 'examples/nest/src/main.ts',
  next: 'examples/next/next.config.ts',
}

/** The code in the documentation is the examples' own, and all of it type-checks against the built packages. */
export async function checkDocs(): Promise<readonly string[]> {
  const problems = Object.entries(examples).flatMap(([name, example]) =>
    compareWithExample(`packages/${name}/README.md`, example),
  )
  for (const readme of files('.md').filter((path) => !path.startsWith('.changeset/')))
    problems.push(...(await typeCheck(readme)))
  return problems
}

function compareWithExample(readme: string, example: string): readonly string[] {
  for (const path of [readme, example]) if (!existsSync(join(root, path))) return [`${path} does not exist`]
  const first = codeBlocks(read(readme)).find((block) => block.language !== 'sh')
  if (first === undefined) return [`${readme} has no code block`]
  return first.code === read(example) ? [] : [`${readme}:${first.line} the first code block differs from ${example}`]
}

const scratch = '.docs-check'

async function typeCheck(readme: string): Promise<readonly string[]> {
  const blocks = codeBlocks(read(readme)).filter((block) => ['ts', 'tsx'].includes(block.language))
  if (blocks.length === 0) return []
  const folder = join(root, home(readme), scratch)
  const sources = nameBlocks(blocks)
  try {
    for (const [name, block] of sources) {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      // A block without import or export would share its names with the others.
      writeFileSync(path, `${block.code}export {}\n`)
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project([...sources.keys()])))
    const checked = await run(tool('tsc'), ['-p', folder, '--pretty', 'false'], { cwd: folder })
    if (checked.code === 0) return []
    return checked.output
      .trim()
      .split('\n')
      .map((line) => atReadmeLine(line, readme, sources))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Where a reader of this text would paste its code: the imports resolve as they do in that folder. */
function home(readme: string): string {
  const [top, name] = readme.split('/')
  if (top === 'packages' && name !== undefined) return `packages/${name}`
  if (top === 'examples') return dirname(readme)
  return 'packages/conformance' // the one that depends on every package and every framework
}

/** A block that starts with a comment of a file name is that file, so that other blocks can import it. */
function nameBlocks(blocks: readonly CodeBlock[]): ReadonlyMap<string, CodeBlock> {
  const named = new Map<string, CodeBlock>()
  for (const [index, block] of blocks.entries()) {
    const own = /^\/\/ (\w[\w./-]*\.tsx?)\n/.exec(block.code)?.[1] ?? `block-${index}.${block.language}`
    named.set(named.has(own) ? `${index}/${own}` : own, block)
  }
  return named
}

function project(names: readonly string[]): object {
  return {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      lib: ['ES2023', 'DOM'],
      jsx: 'preserve',
      // Readers' code: Nest's decorators, and types that need no writing out.
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      isolatedDeclarations: false,
      declaration: false,
    },
    include: [],
    files: names,
  }
}

/** `block-2.ts(3,5): error …` becomes `README.md:40 error …`. */
function atReadmeLine(message: string, readme: string, sources: ReadonlyMap<string, CodeBlock>): string {
  const [, name, line, rest] = /^(.+?)\((\d+),\d+\): (.*)$/.exec(message) ?? []
  const block = name === undefined ? undefined : sources.get(name)
  return block === undefined ? `${readme}: ${message}` : `${readme}:${block.line + Number(line) - 1} ${rest}`
}
