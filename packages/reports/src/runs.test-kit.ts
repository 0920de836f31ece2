/** How often a property is tried: `usual` times, or as often as SALLYPORT_RUNS says in the environment (`pnpm thorough`). */
export function runs(usual: number): number {
  const asked = Number(process.env.SALLYPORT_RUNS)
  return Number.isInteger(asked) && asked > 0 ? asked : usual
}
