import { type BuildManifest, MANIFEST_FILE, MANIFEST_MEMBER, type PageSources } from './build-manifest.ts'
import type { ReadBuildFile } from './build-output.ts'
import { isRecord, readRecord } from './record.ts'

/** Undefined when the build has sealed nothing, or was made by another version. */
export function readManifest(read: ReadBuildFile): BuildManifest | undefined {
  const manifest = readRecord(read, MANIFEST_FILE)?.[MANIFEST_MEMBER]
  return isManifest(manifest) ? manifest : undefined
}

/** `previewModeId`: what the cookie of a visitor in draft mode holds. */
export function readDraftKey(read: ReadBuildFile): string | undefined {
  const preview = readRecord(read, MANIFEST_FILE)?.preview
  return isRecord(preview) && typeof preview.previewModeId === 'string' ? preview.previewModeId : undefined
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
