import { spawn } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createProfile, type Program, startProgram } from '../../differential/src/browser/program.ts'

const LIBRARIES = '/usr/lib'

/** `WEBKIT_PATH`, else the MiniBrowser that Debian has among its libraries: package libwebkit2gtk-4.1-0, which webkit2gtk-driver brings. Needs Xvfb too. */
export function findWebkit(): string | undefined {
  const chosen = process.env.WEBKIT_PATH
  if (chosen) return isProgram(chosen) ? chosen : undefined
  const found = foldersIn(LIBRARIES).flatMap((machine) =>
    foldersIn(join(LIBRARIES, machine))
      .filter((name) => name.startsWith('webkit2gtk-'))
      .map((name) => join(LIBRARIES, machine, name, 'MiniBrowser')),
  )
  return found.find(isProgram)
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** WebKitGTK has no mode without a window: the window goes to a screen that nobody sees. */
export async function startWebkit(path: string, url: string): Promise<Program> {
  const folder = await createProfile()
  const screen = await startScreen()
  // Of a certificate of our own it can only be told to believe any. A page without cookies of third parties would be another page.
  const args = ['--ignore-tls-errors', '--cookies-policy=always', '--private', url]
  const program = startProgram(path, args, folder, { DISPLAY: screen.display, HOME: folder, XDG_RUNTIME_DIR: folder })
  return {
    ended: program.ended,
    stop: async () => {
      await program.stop()
      screen.stop()
    },
  }
}

interface Screen {
  readonly display: string
  stop(): void
}

function startScreen(): Promise<Screen> {
  return new Promise((resolve, reject) => {
    const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const stop = (): void => void server.kill('SIGKILL')
    process.once('exit', stop)
    server.once('error', reject)
    server.once('exit', () => reject(new Error('Xvfb ended.')))
    // It says the number of a screen that nobody had.
    server.stdout.setEncoding('utf8').once('data', (text: string) => resolve({ display: `:${text.trim()}`, stop }))
  })
}
