import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'

// No tool that runs here may report home.
const quiet = { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', NEXT_TELEMETRY_DISABLED: '1' }

/** The repository's folder. */
export const root: string = join(import.meta.dirname, '..')

export interface RunOptions {
  readonly cwd?: string
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Taken instead of this process's own environment. */
  readonly bareEnv?: Readonly<Record<string, string | undefined>>
  /** Milliseconds after which the program is stopped. Default: never. */
  readonly timeout?: number
  /** Show the output as it comes instead of gathering it. */
  readonly live?: boolean
}

export interface RunResult {
  readonly code: number
  /** Standard output and standard error as they came; empty when shown live. */
  readonly output: string
}

/** Runs one program to its end. A program that cannot be started counts as failed, with the reason as its output. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...(options.bareEnv ?? process.env), ...quiet, ...options.env },
    timeout: options.timeout ?? 0,
    stdio: options.live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const gather = (chunk: string): void => {
    output += chunk
  }
  child.stdout?.setEncoding('utf8').on('data', gather)
  child.stderr?.setEncoding('utf8').on('data', gather)
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: `${command} could not be started: ${error.message}\n` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** A program that a devDependency of the root put into node_modules/.bin. */
export function tool(name: string): string {
  return join(root, 'node_modules', '.bin', name)
}

/** PATH with the folder of this Node first, so that a program started by name runs on the same Node. */
export function pathWith(node: string): string {
  return [dirname(node), process.env.PATH ?? ''].join(delimiter)
}
