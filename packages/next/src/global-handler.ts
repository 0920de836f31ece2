/** What Next.js takes the place of its own cache handler from when next.config names none (IncrementalCache of 15.5 and 16.4). */
const HANDLERS = Symbol.for('@next/cache-handlers')

/**
 * Puts our cache handler in that place, for the server of `next start`. Named by its path in next.config, it would be imported anew for
 * each request, which costs as much as all else that is ours.
 *
 * @returns false where somebody else has been before us.
 */
export async function installHandler(): Promise<boolean> {
  const { default: FetchCache } = await import('./cache-handler.ts')
  const installed: unknown = Reflect.get(globalThis, HANDLERS)
  if (installed !== undefined) return isOurs(installed, FetchCache)
  return Reflect.set(globalThis, HANDLERS, { FetchCache })
}

function isOurs(installed: unknown, handler: unknown): boolean {
  return typeof installed === 'object' && installed !== null && Reflect.get(installed, 'FetchCache') === handler
}
