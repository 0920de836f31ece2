import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HeaderPair } from '@sallyport/core'
import { BuildFindings } from './build-findings.ts'
import { type BuildManifest, MANIFEST_FILE, MANIFEST_MEMBER } from './build-manifest.ts'
import type { Channel } from './channel.ts'
import { filesBelow } from './files-below.ts'
import { forEachOf } from './for-each.ts'
import { createIntegrityOf, lacksCors } from './integrity-of.ts'
import { keptFile } from './kept-file.ts'
import { keptPolicies } from './kept-policies.ts'
import { listPublic } from './public-files.ts'
import { createSealer, NO_MARK } from './seal-kept.ts'
import { sealText } from './sealed-text.ts'
import { hashScripts } from './static-integrity.ts'

/** What one build is about. */
export interface Build {
  /** Absolute. */
  readonly distDir: string
  /** The app's folder. */
  readonly projectDir: string
  readonly channel: Channel
  /** The seal nonce. */
  readonly nonce: string
  readonly trailingSlash?: boolean
  /** The locale whose paths have no prefix. */
  readonly defaultLocale?: string
}

export interface SealedBuild {
  readonly manifest: BuildManifest
  readonly findings: BuildFindings
  /** The headers that each HTML file of a cache entry is sent with, by absolute path. */
  readonly headers: ReadonlyMap<string, readonly HeaderPair[]>
}

/** Seals what a build prerendered, in place, and tells the proxy about it in one of the build's own manifests. */
export async function sealBuild(build: Build): Promise<SealedBuild> {
  const { distDir, channel } = build
  const findings = new BuildFindings()
  const integrity = await hashScripts(distDir)
  if (Object.keys(integrity).length === 0) {
    findings.problem(`There are no scripts below ${join(distDir, 'static')}, where Next.js 15.5 and 16.4 write them.`)
  }
  if (lacksCors(channel)) {
    findings.problem(
      `Browsers check the integrity of scripts from ${channel.assetPrefix} only with CORS: set \`crossOrigin: 'anonymous'\` in next.config, and let that host send Access-Control-Allow-Origin. Until then pages go without the directives that a nonce decides.`,
    )
  }
  const server = join(distDir, 'server')
  const cspAt = keptPolicies(channel, build.trailingSlash)
  const sealing = { nonce: build.nonce, integrityOf: createIntegrityOf(integrity, channel) }
  const sealer = createSealer({
    server,
    nonce: build.nonce,
    sealPage: (html, csp) => sealText(html, csp, sealing),
    canSeal: !lacksCors(channel),
    findings,
    cspAt,
    defaultLocale: build.defaultLocale,
  })
  await forEachOf(filesBelow(server), async (name) => {
    if (DATA.some((ending) => name.endsWith(ending))) sealer.cleanData(name)
    if (!name.endsWith('.html')) return
    const file = keptFile(name)
    if (file === undefined) {
      findings.problem(`${join(server, name)} is in no place where Next.js 15.5 and 16.4 keep pages.`)
    } else if (file.store === 'entry' && existsSync(join(server, `${file.stem}.meta`))) {
      await sealer.sealEntry(file)
    } else if (file.store === 'entry' && file.router === 'app') {
      findings.problem(
        `${join(server, name)} has no .meta file beside it, in which Next.js 15.5 and 16.4 keep headers.`,
      )
    } else {
      await sealer.sealFile(file)
    }
  })
  const isUnmarked = sealer.marked === 0 && sealer.unmarked > 0
  if (isUnmarked) findings.problem(NO_MARK)
  const publicPages = await listPublic(join(build.projectDir, 'public'))
  const manifest: BuildManifest = {
    version: 1,
    integrity,
    files: sorted({ ...publicPages.pages, ...sealer.files }),
    shells: sorted(sealer.shells),
    errorPages: sealer.errorPages(),
    publicFiles: publicPages.files.toSorted(),
    sealed: sorted(sealer.sealed),
  }
  // Without it the proxy sends what it sends with any build: the part of the policy that needs no nonce. All pages work with that.
  if (!isUnmarked && !lacksCors(channel)) writeManifest(join(distDir, MANIFEST_FILE), manifest)
  return { manifest, findings, headers: sealer.headers }
}

/** Pages, and their parts, as the router of the App Router and that of the Pages Router fetch them. */
const DATA = ['.rsc', '.json']

function writeManifest(file: string, manifest: BuildManifest): void {
  const known: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof known !== 'object' || known === null) throw new Error(`[sallyport] ${file} is no JSON object.`)
  writeFileSync(file, JSON.stringify({ ...known, [MANIFEST_MEMBER]: manifest }))
}

/** Pages are sealed in whichever order they come; the manifest of the same build is the same text. */
function sorted<Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
