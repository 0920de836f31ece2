import { startChromium } from '../../differential/src/browser/chromium.ts'
import { ENGINES as OTHERS } from '../../differential/src/browser/engine.ts'
import { startFirefox } from '../../differential/src/browser/firefox.ts'
import type { Program } from '../../differential/src/browser/program.ts'
import type { Loopback } from '../../differential/src/server/loopback.ts'
import { NAMED, onLoopback, type Sites } from './sites.ts'
import { findWebkit, startWebkit } from './webkit.ts'

export type EngineName = 'chromium' | 'firefox' | 'webkit'

/** A browser that reports soon: otherwise some wait for a minute. */
export interface Engine {
  readonly name: EngineName
  /** The program, where it is installed. */
  find(): string | undefined
  sites(loopback: Loopback): Sites
  start(path: string, url: string, loopback: Loopback): Promise<Program>
}

export const ENGINES: Readonly<Record<EngineName, Engine>> = {
  chromium: {
    name: 'chromium',
    find: OTHERS.chromium.find,
    sites: () => NAMED,
    start: (path, url, loopback) => startChromium(path, url, loopback, ['--short-reporting-delay']),
  },
  firefox: {
    name: 'firefox',
    find: OTHERS.firefox.find,
    sites: () => NAMED,
    start: (path, url, loopback) => startFirefox(path, url, loopback, { 'dom.reporting.delivering.timeout': 1 }),
  },
  webkit: {
    name: 'webkit',
    find: findWebkit,
    sites: ({ ports }) => onLoopback(ports.get(443) ?? 0),
    start: startWebkit,
  },
}
