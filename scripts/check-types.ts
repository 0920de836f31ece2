import { relative } from 'node:path'
import { root, run, tool } from './run.ts'
import { files } from './workspace.ts'

/** Every project type-checks, and every TypeScript file belongs to a project. */
export async function checkTypes(): Promise<readonly string[]> {
  const problems: string[] = []
  const covered = new Set<string>()
  for (const project of files('tsconfig.json')) {
    const checked = await run(tool('tsc'), ['-p', project, '--noEmit', '--pretty', 'false'])
    if (checked.code !== 0) problems.push(`${project}:\n${checked.output.trim()}`)
    const listed = await run(tool('tsc'), ['-p', project, '--listFilesOnly'])
    for (const file of listed.output.split('\n')) covered.add(relative(root, file.trim()))
  }
  const missed = files('.ts', '.tsx').filter((file) => !covered.has(file))
  return [...problems, ...missed.map((file) => `${file}: no tsconfig.json includes this file`)]
}
