import type { Options } from '../options.ts'
import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
export async function runServers(_o: Options, _p: Progress): Promise<readonly Result[]> {
  return []
}
