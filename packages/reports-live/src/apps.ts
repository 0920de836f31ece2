import { join } from 'node:path'
import { type AdapterName, ECHO_PATH as REPORTS_PATH, type RunningServer, start } from '@sallyport/conformance'
import type { StoredGroup } from '@sallyport/reports'
import { sqliteStore } from '@sallyport/reports/sqlite'
import type { Scheme, Sites } from './sites.ts'
import { policyFor } from './violations.ts'

/** Where an app's reports go: its own origin, or another site. */
export type Target = 'same' | 'other'

export interface LiveApp {
  /** A label of host names: `koa-same`. */
  readonly name: string
  readonly adapter: AdapterName
  readonly target: Target
}

export function appsOf(adapters: readonly AdapterName[], targets: readonly Target[]): readonly LiveApp[] {
  return adapters.flatMap((adapter) => targets.map((target) => ({ name: `${adapter}-${target}`, adapter, target })))
}

/** Starts an app with a collector of its own, behind a proxy. */
export function startApp(
  { name, adapter, target }: LiveApp,
  sites: Sites,
  schemes: readonly Scheme[],
  folder: string,
): Promise<RunningServer> {
  const endpoint = target === 'same' ? REPORTS_PATH : `${sites.elsewhere(name)}${REPORTS_PATH}`
  const origins = schemes.map((scheme) => sites.origin(name, scheme))
  return start(adapter, policyFor(endpoint), {
    isBehindProxy: true,
    collecting: { file: fileOf(name, folder), origins },
  })
}

/** What an app has counted. */
export async function readGroups({ name }: LiveApp, folder: string): Promise<readonly StoredGroup[]> {
  const store = sqliteStore(fileOf(name, folder))
  try {
    return (await store.query()).groups
  } finally {
    await store.close()
  }
}

function fileOf(name: string, folder: string): string {
  return join(folder, `${name}.sqlite`)
}
