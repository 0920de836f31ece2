import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '@sallyport/core'
import type { BuildManifest } from './build-manifest.ts'
import { compile } from './compile.ts'
import { createIntegrityOf, lacksCors } from './integrity-of.ts'
import type { Build } from './seal-build.ts'
import { sealStaticExport } from './static-export.ts'

/**
 * Seals what `output: 'export'` wrote, which is a copy made before the build's own pages are sealed. Gives what to say about it.
 *
 * @throws what reading and writing files throws, as a rejection.
 */
export async function sealBuiltExport(build: Build, { integrity }: BuildManifest): Promise<readonly string[]> {
  const { distDir, projectDir, channel, nonce } = build
  const { notes } = await sealStaticExport({
    out: await findOut(distDir, projectDir),
    publicFolder: join(projectDir, 'public'),
    policy: compile(channel.config),
    nonce,
    integrityOf: createIntegrityOf(integrity, channel),
    basePath: channel.basePath,
    canSeal: !lacksCors(channel),
  })
  return [...notes, ...idleParts(channel.config)]
}

/** A static host looks at no request. */
function idleParts({ cors, csrf, routes = [] }: Config): readonly string[] {
  const parts = [
    ...(cors || routes.some((route) => route.cors) ? ['cors'] : []),
    ...(csrf || routes.some((route) => route.csrf) ? ['csrf'] : []),
  ]
  return parts.length === 0
    ? []
    : [`A static host looks at no request, so ${parts.join(' and ')} of the configuration can refuse nothing there.`]
}

/** The folder has the name of distDir where that is not the default, and the build itself is elsewhere then: Next.js notes it down. */
async function findOut(distDir: string, projectDir: string): Promise<string> {
  const detail: unknown = JSON.parse(await readFile(join(distDir, 'export-detail.json'), 'utf8'))
  const isNamed = typeof detail === 'object' && detail !== null && 'outDirectory' in detail
  return isNamed && typeof detail.outDirectory === 'string' ? detail.outDirectory : join(projectDir, 'out')
}
