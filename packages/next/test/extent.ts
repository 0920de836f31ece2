/**
 * `all` in `pnpm next-matrix`: what the ordinary run has no time for, above all what it asks of Next.js 16 once more of Next.js 15. There, 15 is built and asked
 * in sealed-build.test.ts and middleware.test.ts.
 */
export const EXTENT: 'ordinary' | 'all' = process.env.SALLYPORT_NEXT_MATRIX === 'all' ? 'all' : 'ordinary'
