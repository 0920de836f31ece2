import type { ReadBuildFile } from './build-output.ts'

/** An object with names of its own, as JSON has them; what Next.js writes may change with any version. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A file of the build that holds one; undefined when it is missing, or is something else. */
export function readRecord(read: ReadBuildFile, name: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(read(name) ?? 'null')
    return isRecord(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
