// The core knows no Node, and its tests run in one.
declare const process: { readonly env: Readonly<Record<string, string | undefined>> }

/** How often a property is tried: `SALLYPORT_RUNS=100000` for the thorough mode. */
export const runs: { readonly numRuns: number } = { numRuns: Number(process.env.SALLYPORT_RUNS ?? 1000) }
