import type { HeaderPair } from '@sallyport/core'
import { overwriteNonce } from '@sallyport/html'

/**
 * Tells a platform's adapter what became of the pages: Next.js read their headers and what is left of partially prerendered ones before
 * they were sealed. Changes the list of outputs in place, which is a list (Next.js 15.5) or several (16).
 */
export function addToOutputs(
  outputs: unknown,
  headers: ReadonlyMap<string, readonly HeaderPair[]>,
  nonce: string,
): void {
  for (const output of listOf(outputs)) {
    if (!isRecord(output)) continue
    if (isRecord(output.config)) overwriteState(output.config, 'postponed', nonce)
    const { fallback } = output
    if (!isRecord(fallback)) continue
    overwriteState(fallback, 'postponedState', nonce)
    const { filePath, initialHeaders } = fallback
    const pairs = typeof filePath === 'string' ? headers.get(filePath) : undefined
    if (pairs === undefined) continue
    fallback.initialHeaders = { ...(isRecord(initialHeaders) ? initialHeaders : {}), ...Object.fromEntries(pairs) }
  }
}

function overwriteState(holder: Record<string, unknown>, name: string, nonce: string): void {
  const state = holder[name]
  if (typeof state === 'string' && state.includes(nonce)) holder[name] = overwriteNonce(state, nonce)
}

function listOf(outputs: unknown): readonly unknown[] {
  if (Array.isArray(outputs)) return outputs
  return isRecord(outputs) ? Object.values(outputs).flat() : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
