// The core knows no Node, and its tests run in one.
declare const process: { readonly env: Readonly<Record<string, string | undefined>> }

/**
 * How often a property is tried: `usual` times, or as often as SALLYPORT_RUNS says in the environment (`pnpm thorough`), but never more
 * than `most` times, for those that take long.
 */
export function runs(usual: number, most: number = Number.POSITIVE_INFINITY): number {
  const asked = Number(process.env.SALLYPORT_RUNS)
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, most) : usual
}
