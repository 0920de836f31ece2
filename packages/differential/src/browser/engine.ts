import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Profile } from '@sallyport/core/csp'
import { findChromium } from '../../../../scripts/chromium.ts'
import type { Loopback } from '../server/loopback.ts'
import { startChromium } from './chromium.ts'
import { startFirefox } from './firefox.ts'
import type { Program } from './program.ts'

export type EngineName = 'chromium' | 'firefox'

export interface Engine {
  readonly name: EngineName
  /** What the matcher calls it. */
  readonly profile: Profile
  /** The program, where it is installed. */
  find(): string | undefined
  start(path: string, url: string, loopback: Loopback): Promise<Program>
}

export const ENGINES: Readonly<Record<EngineName, Engine>> = {
  chromium: { name: 'chromium', profile: 'chromium', find: findChromium, start: startChromium },
  firefox: { name: 'firefox', profile: 'gecko', find: findFirefox, start: startFirefox },
}

/** `FIREFOX_PATH`, else the first on the PATH: the extended support release before others. */
function findFirefox(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const installed = ['firefox-esr', 'firefox'].flatMap((name) => folders.map((folder) => join(folder, name)))
  const chosen = process.env.FIREFOX_PATH
  return (chosen ? [chosen] : installed).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
