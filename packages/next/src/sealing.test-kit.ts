import { strictCsp } from '@sallyport/core/csp'
import type { BuildManifest } from './build-manifest.ts'
import type { CachedPage } from './cached-page.ts'
import type { Channel } from './channel.ts'

/** A file of the build, and an app that it is the build of. */
const FILE = '/_next/static/a.js'
export const FILE_HASH = 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='

export const TEST_MANIFEST: BuildManifest = {
  version: 1,
  integrity: { [FILE]: FILE_HASH },
  files: { '/old': { scripts: ["'sha256-old'"], styles: [] }, '/about': { scripts: ["'sha256-about'"], styles: [] } },
  shells: { '/mixed': { scripts: ["'sha256-shell'"], styles: [] } },
  errorPages: { scripts: ["'sha256-error'"], styles: [] },
  publicFiles: ['/robots.txt'],
  sealed: {},
}

export const TEST_CHANNEL: Channel = {
  version: 1,
  config: {
    csp: strictCsp({ mode: 'nonce' }),
    routes: [
      { path: '/plain', csp: "script-src 'self'" },
      { path: '/none', csp: false },
    ],
  },
  isWhole: true,
  runtimePages: 'sealed',
  failBuild: false,
}

/** What Next.js renders for a request with that policy, with markup in it that was injected by somebody who knows `guessed`. */
export function pageOf(kind: CachedPage['kind'], csp: string, guessed = 'guessedguessedguessed'): CachedPage {
  const nonce = /'nonce-([^']+)'/.exec(csp)?.[1] ?? ''
  const bytes = () => new TextEncoder().encode(`0:{"nonce":"${nonce}"}`)
  return {
    kind,
    html: `<!doctype html><script nonce="${nonce}" src="${FILE}"></script><script nonce="${guessed}">evil()</script><script nonce="${nonce}">own("${nonce}")</script>`,
    ...(kind === 'APP_PAGE' ? { rscData: bytes(), segmentData: new Map([['/_tree', bytes()]]) } : {}),
    headers: { link: `<${FILE}>; rel=preload; as="script"; nonce="${nonce}"` },
  }
}
