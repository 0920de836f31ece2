import type { CompiledCsp } from '@sallyport/core'
import type { PageSources } from './build-manifest.ts'
import { type CachedHeaders, type CachedPage, isShell } from './cached-page.ts'
import { POLICY, REPORT_ONLY } from './header-names.ts'
import { sealedCsp } from './sealed-csp.ts'
import { SHELL_HEADER, writeShellSources } from './shell-sources.ts'

/** Whether an entry carries its policy, or the sources of its shell. Next.js puts none of these into the headers of a page. */
export function isSealed({ headers = {} }: CachedPage): boolean {
  return headers[POLICY] !== undefined || headers[REPORT_ONLY] !== undefined || headers[SHELL_HEADER] !== undefined
}

/** Completes an entry that is sealed, but for what its headers say. */
export function addSources(page: CachedPage, csp: CompiledCsp, sources: PageSources): void {
  const headers: CachedHeaders = { ...page.headers }
  if (isShell(page)) headers[SHELL_HEADER] = writeShellSources(sources)
  else for (const [name, value] of sealedCsp(csp, sources)) headers[name] = value
  page.headers = headers
}
