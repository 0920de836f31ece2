import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Program {
  /** Fulfilled when the program ends, by itself or because it was stopped, with the last it wrote. */
  readonly ended: Promise<string>
  /** Stops it and all that it started, and takes its folder away. */
  stop(): Promise<void>
}

/** A folder for one start of a browser. */
export function createProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'sallyport-differential-'))
}

/** Starts a program that has a folder to itself. */
export function startProgram(
  path: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Program {
  // Detached, the program leads a group of its own, and a signal reaches its children too.
  const child = spawn(path, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // What a browser leaves behind when it is killed goes with the folder.
    env: { ...process.env, TMPDIR: folder, ...environment },
  })
  let output = ''
  const keep = (chunk: string): void => {
    output = `${output}${chunk}`.slice(-2000)
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`${path} could not be started: ${error.message}`))
    child.on('close', () => resolve(output))
  })
  const kill = (): void => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // The group is gone already.
    }
  }
  // Not even a run that is interrupted leaves a browser behind.
  const abandon = (): void => {
    kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
  process.on('exit', abandon)
  const stop = async (): Promise<void> => {
    kill()
    await ended
    process.off('exit', abandon)
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  return { ended, stop }
}
