import type { Config } from '@sallyport/core'
import { strictCsp } from '@sallyport/core/csp'
import type { BuildManifest } from './build-manifest.ts'
import type { ReadBuildFile } from './build-output.ts'
import type { Channel } from './channel.ts'

const NONCE_CONFIG: Config = { csp: strictCsp({ mode: 'nonce' }) }

/** Hashes by their first letters, in full length. */
export function hash(start: string): string {
  return `'sha256-${start.padEnd(43, 'A')}='`
}

export const CHANNEL: Channel = {
  version: 1,
  config: NONCE_CONFIG,
  isWhole: true,
  runtimePages: 'sealed',
  failBuild: false,
}

const SEALED = { scripts: [hash('a'), hash('b')], styles: [], blocked: [] }

/** Of an app with a route of every kind. */
export const MANIFEST: BuildManifest = {
  version: 1,
  integrity: { '/_next/static/chunks/a.js': 'sha256-a' },
  files: { '/legacy': { scripts: [hash('l')], styles: [] }, '/promo.html': { scripts: [hash('p')], styles: [] } },
  shells: { '/partial': { scripts: [hash('s')], styles: [] } },
  errorPages: { scripts: [hash('e')], styles: [] },
  publicFiles: ['/logo.svg'],
  sealed: { '/': SEALED, '/isr': SEALED, '/posts/first': SEALED, '/_not-found': SEALED },
}

const PRERENDER = {
  version: 4,
  routes: {
    '/': made('/'),
    '/_not-found': made('/_not-found'),
    '/isr': { ...made('/isr'), initialRevalidateSeconds: 60 },
    '/partial': { ...made('/partial'), compute: 'resuming' },
    '/posts/first': made('/posts/[slug]'),
    '/feed.xml': { ...made('/feed.xml'), dataRoute: null },
  },
  dynamicRoutes: {
    '/posts/[slug]': { routeRegex: '^/posts/([^/]+?)(?:/)?$', fallback: null },
    '/listed/[id]': { routeRegex: '^/listed/([^/]+?)(?:/)?$', fallback: false },
  },
}

function made(page: string): Readonly<Record<string, unknown>> {
  return { srcRoute: page, initialRevalidateSeconds: false, dataRoute: `${page}.rsc`, compute: 'static' }
}

export interface BuildFiles {
  readonly channel?: Channel | string | null
  readonly manifest?: unknown
  readonly prerender?: Readonly<Record<string, unknown>> | null
  readonly output?: string
}

/** The files of a build, as `next build` writes them, with something changed or left out. */
export function buildFiles({
  channel = CHANNEL,
  manifest = MANIFEST,
  prerender = PRERENDER,
  output,
}: BuildFiles = {}): ReadBuildFile {
  const env = channel === null ? {} : { SALLYPORT: typeof channel === 'string' ? channel : JSON.stringify(channel) }
  const files: Readonly<Record<string, unknown>> = {
    ...(prerender === null
      ? {}
      : { 'prerender-manifest.json': { ...prerender, ...(manifest === null ? {} : { sallyport: manifest }) } }),
    'routes-manifest.json': {
      dynamicRoutes: [{ page: '/posts/[slug]', regex: '^/posts/([^/]+?)(?:/)?$' }],
      rewrites: [],
    },
    'required-server-files.json': { version: 1, config: { env, ...(output === undefined ? {} : { output }) } },
    'server/app-paths-manifest.json': {
      '/page': 'app/page.js',
      '/isr/page': 'app/isr/page.js',
      '/partial/page': 'app/partial/page.js',
      '/posts/[slug]/page': 'app/posts/[slug]/page.js',
      '/(shop)/account/page': 'app/(shop)/account/page.js',
      '/api/hello/route': 'app/api/hello/route.js',
      '/feed.xml/route': 'app/feed.xml/route.js',
    },
    'server/pages-manifest.json': {
      '/_app': 'pages/_app.js',
      '/_error': 'pages/_error.js',
      '/legacy': 'pages/legacy.html',
    },
  }
  return (name) => (name in files ? JSON.stringify(files[name]) : undefined)
}
