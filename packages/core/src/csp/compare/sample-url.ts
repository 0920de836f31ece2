import { parseUrl, schemeOf } from '../match/target.ts'
import type { HostExpression } from '../source-expression.ts'
import type { UrlSource } from './source-list.ts'

/** A host that no policy is about. */
export const SOMEWHERE = 'any.example'

/** An address, and whether it was come to by a redirect. */
export interface Sample {
  readonly url: string
  readonly redirectCount: 0 | 1
}

/** Addresses of nothing in particular, that a restriction keeps out. */
export const ANYWHERE: readonly string[] = [`https://${SOMEWHERE}/`, `http://${SOMEWHERE}/`]

/**
 * Some addresses that a source matches on this page, the plainest first. They differ in what sources differ in: secure or not, the port, a
 * deeper host, a deeper path, a redirect.
 */
export function* samplesOf(source: UrlSource, pageUrl: string): Generator<Sample> {
  const urls = sampleUrls(source, parseUrl(pageUrl))
  for (const url of urls) yield { url, redirectCount: 0 }
  const [first] = urls
  if (source.kind === 'host' && source.path !== undefined && first !== undefined) {
    yield { url: placeOf(first), redirectCount: 1 }
  }
}

function sampleUrls(source: UrlSource, page: URL | null): readonly string[] {
  switch (source.kind) {
    case 'any':
      return [
        ...ANYWHERE,
        `wss://${SOMEWHERE}/`,
        `ws://${SOMEWHERE}/`,
        ...localUrls(page),
        `ftp://${SOMEWHERE}/`,
        `app://${SOMEWHERE}/`,
        // On a page over https this is all that images over http come from: the rest is upgraded.
        'http://localhost/',
      ]
    case 'self':
      return page === null
        ? []
        : [`${page.origin}/any`, ...upgrades(schemeOf(page)).map((to) => `${to}://${page.host}/any`)]
    case 'scheme':
      return urlsOfScheme(source.scheme, page)
    case 'host':
      return urlsOfHost(source, page)
  }
}

function localUrls(page: URL | null): readonly string[] {
  return ['data:,any', `blob:${page?.origin ?? `https://${SOMEWHERE}`}/any`]
}

function urlsOfScheme(scheme: string, page: URL | null): readonly string[] {
  const local = localUrls(page).filter((url) => url.startsWith(`${scheme}:`))
  if (local.length > 0) return local
  const hosts = scheme === 'http' ? [SOMEWHERE, 'localhost'] : [SOMEWHERE]
  return [scheme, ...upgrades(scheme)].flatMap((to) => hosts.map((host) => `${to}://${host}/any`))
}

/** The schemes that a source with this one, or `'self'`, may cover besides. */
function upgrades(scheme: string): readonly string[] {
  switch (scheme) {
    case 'http':
      return ['https', 'wss', 'ws']
    case 'https':
      return ['wss']
    case 'ws':
      return ['wss', 'http', 'https']
    case 'wss':
      return ['https']
    default:
      return []
  }
}

function urlsOfHost(source: HostExpression, page: URL | null): readonly string[] {
  const scheme = source.scheme ?? (page === null ? 'https' : schemeOf(page))
  const ports = portsOf(source.port)
  const path = pathOf(source.path)
  return [scheme, ...upgrades(scheme)].flatMap((to) =>
    ports.flatMap((port) => hostsOf(source.host).map((host) => `${to}://${host}${port}${path}`)),
  )
}

function hostsOf(host: string): readonly string[] {
  if (host === '*') return [SOMEWHERE, 'localhost']
  return host.startsWith('*.') ? [`any${host.slice(1)}`, `any.any${host.slice(1)}`] : [host]
}

function portsOf(port: string | undefined): readonly string[] {
  if (port === undefined) return ['', ':80']
  return port === '*' ? ['', ':8443'] : [`:${port}`, '']
}

function pathOf(path: string | undefined): string {
  if (path === undefined || path === '/' || path === '') return '/any'
  return path.endsWith('/') ? `${path}any` : path
}

/** The same place, with a path that no source names. */
function placeOf(url: string): string {
  const parsed = parseUrl(url)
  return parsed === null ? url : `${schemeOf(parsed)}://${parsed.host}/elsewhere`
}
