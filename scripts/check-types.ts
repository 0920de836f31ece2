import { isAbsolute, relative } from 'node:path'
import { root, run, tool } from './run.ts'
import { files } from './workspace.ts'

/** Every project type-checks, and every TypeScript file belongs to a project. */
export async function checkTypes(): Promise<readonly string[]> {
  const problems: string[] = []
  const covered = new Set<string>()
  for (const project of files('tsconfig.json')) {
    const { code, output } = await run(tool('tsc'), ['-p', project, '--noEmit', '--pretty', 'false', '--listFiles'])
    const lines = output.split('\n')
    const listed = lines.filter((line) => isAbsolute(line.trim()))
    for (const file of listed) covered.add(relative(root, file.trim()))
    if (code !== 0)
      problems.push(
        `${project}:\n${lines
          .filter((line) => !listed.includes(line))
          .join('\n')
          .trim()}`,
      )
  }
  const missed = files('.ts', '.tsx').filter((file) => !covered.has(file))
  return [...problems, ...missed.map((file) => `${file}: no tsconfig.json includes this file`)]
}
