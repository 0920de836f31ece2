/**
 * What next.config names as its `cacheHandler`. Next.js loads it by its path, and puts it into the bundles for the edge runtime by the same
 * path: which handler it is, the conditions decide.
 */
export { default } from '#cache-handler'
