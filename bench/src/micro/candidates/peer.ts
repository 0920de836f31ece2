import { createRequire } from 'node:module'

/**
 * Loads a peer without its types: the fakes here have what a peer reads of its framework, and no more. Loaded by the process that
 * measures it and by no other. Annotate the result with what is used of it.
 */
export const requirePeer: NodeJS.Require = createRequire(import.meta.url)
