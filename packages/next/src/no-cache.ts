import type { InnerHandler } from './cache-handler.ts'

/**
 * In place of cache-handler.ts in the edge runtime (see `imports` in package.json), whose bundles cannot load a handler by its path: nothing
 * is kept there.
 */
export default class NoCache implements InnerHandler {
  async get(): Promise<null> {
    return null
  }
  async set(): Promise<void> {}
  async revalidateTag(): Promise<void> {}
  resetRequestCache(): void {}
}
