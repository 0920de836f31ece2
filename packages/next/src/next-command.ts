import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigError } from '@sallyport/core'
import { readBuiltApp } from './built-app.ts'
import { readCommandLine, USAGE } from './command-line.ts'
import { countInlineStyles } from './inline-styles.ts'
import { type RouteReport, reportRoutes } from './route-report.ts'
import { isWrong, routeTable } from './route-table.ts'
import { terminalLines, terminalText } from './terminal-text.ts'

export interface CommandOutput {
  readonly print: (text: string) => void
  readonly printError: (text: string) => void
  readonly isColoured: boolean
}

/** Runs a command line, without the program's name, and gives the exit code. */
export async function runCommand(words: readonly string[], output: CommandOutput): Promise<0 | 1 | 2> {
  const line = readCommandLine(words)
  switch (line.kind) {
    case 'help':
      output.print(USAGE)
      return 0
    case 'wrong':
      output.printError(`${terminalText(line.why)}\n\n${USAGE}`)
      return 2
    case 'next':
      return showRoutes(resolve(line.folder, line.dist), line.json, output)
  }
}

async function showRoutes(
  dist: string,
  json: boolean,
  { print, printError, isColoured }: CommandOutput,
): Promise<0 | 1 | 2> {
  const app = readBuiltApp((name) => readText(join(dist, name)))
  if ('problem' in app) {
    printError(`${terminalText(`In ${dist} ${app.problem}`)}\n${app.fix}`)
    return 2
  }
  let routes: readonly RouteReport[]
  try {
    routes = reportRoutes(app, await countInlineStyles(dist, app.manifest))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    printError(
      `The configuration that the build kept cannot be used any more. Build again.\n${terminalLines(error.message)}`,
    )
    return 2
  }
  print(json ? jsonText(dist, routes) : `${terminalText(dist)}\n\n${routeTable(routes, { isColoured })}`)
  return routes.some(isWrong) ? 1 : 0
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Lines and all, but for what a terminal would take for orders. */
function jsonText(dist: string, routes: readonly RouteReport[]): string {
  return terminalLines(JSON.stringify({ version: 1, dist, isWell: !routes.some(isWrong), routes }, null, 2))
}
