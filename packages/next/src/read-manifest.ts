import { type BuildManifest, MANIFEST_FILE, MANIFEST_MEMBER, type PageSources } from './build-manifest.ts'
import type { ReadBuildFile } from './build-output.ts'

/** Undefined when the build has sealed nothing, or was made by another version. */
export function readManifest(read: ReadBuildFile): BuildManifest | undefined {
  try {
    const file: unknown = JSON.parse(read(MANIFEST_FILE) ?? 'null')
    const manifest: unknown = isRecord(file) ? file[MANIFEST_MEMBER] : undefined
    return isManifest(manifest) ? manifest : undefined
  } catch {
    return undefined
  }
}

/** `previewModeId`: what the cookie of a visitor in draft mode holds. */
export function readDraftKey(read: ReadBuildFile): string | undefined {
  try {
    const file: unknown = JSON.parse(read(MANIFEST_FILE) ?? 'null')
    const preview = isRecord(file) ? file.preview : undefined
    return isRecord(preview) && typeof preview.previewModeId === 'string' ? preview.previewModeId : undefined
  } catch {
    return undefined
  }
}

function isManifest(value: unknown): value is BuildManifest {
  return (
    isRecord(value) &&
    value.version === 1 &&
    isRecord(value.integrity) &&
    isRecord(value.files) &&
    isRecord(value.shells) &&
    isRecord(value.sealed) &&
    isSources(value.errorPages) &&
    Array.isArray(value.publicFiles)
  )
}

function isSources(value: unknown): value is PageSources {
  return isRecord(value) && Array.isArray(value.scripts) && Array.isArray(value.styles)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
