import { type LintOptions, lintCsp } from '@sallyport/core/csp'
import type { SourceDirective } from './append-source.ts'
import { findSharedHost } from './shared-hosts.ts'

const SCRIPTS =
  "Every script of that host may then run here and do all that the page can: old libraries too, and answers that call a function that the address names (JSONP). A nonce with 'strict-dynamic' trusts one script instead."
const STYLES =
  'Style sheets of that host may then cover and relabel what is on the page, and tell what is in its attributes by what they load.'

/** By directive, what whoever controls a host that is added may do, or whoever can inject markup and reach that host. */
const RISKS: Readonly<Record<SourceDirective, string>> = {
  'script-src': SCRIPTS,
  'script-src-elem': SCRIPTS,
  'style-src': STYLES,
  'style-src-elem': STYLES,
  'img-src': 'Whoever can inject markup may then send what is on the page to that host, in the address of an image.',
  'font-src': 'Whoever can inject styles may then send what is on the page to that host, in the address of a font.',
  'media-src': 'Whoever can inject markup may then send what is on the page to that host, in the address of a film.',
  'connect-src': 'Every script on the page may then send anything to that host, and use what it answers.',
  'frame-src': 'Pages of that host may then stand inside the page, where visitors take them for a part of it.',
  'child-src': 'Pages and workers of that host may then be part of the page.',
  'fenced-frame-src': 'Pages of that host may then stand inside the page, where visitors take them for a part of it.',
  'worker-src': 'Workers of that host may then run, and the page be told what they say.',
  'manifest-src': 'That host may then say what the app is called and looks like where it is installed.',
  'object-src': 'Plugins and an old kind of frame may then come from that host; hardly a page needs them.',
  'base-uri': 'Whoever can inject a <base> may then have every relative address, scripts included, lead to that host.',
  'form-action':
    'Whoever can inject markup may then have visitors send forms, with what their browser fills in, to that host.',
  'frame-ancestors': 'Pages of that origin may then frame this one, and have its visitors click what they do not see.',
}

export interface Grant {
  readonly directive: SourceDirective
  readonly source: string
  /** The policy with it. */
  readonly after: string
}

/** What adding a source risks, in words. */
export function riskOf({ directive, source, after }: Grant, options: LintOptions = {}): string {
  if (source === "'self'") return ownRiskOf(directive)
  const scheme = SCHEMES.get(source)
  if (scheme !== undefined) return scheme
  const words = [RISKS[directive], ...traitsOf(source), ...bypassOf({ directive, source, after }, options)]
  return [...words, ASK].join(' ')
}

/** Where what comes from there is seen and does not run. */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  [
    'data:',
    'Whoever can inject markup may then show what is written in the markup itself: pictures that deceive, and no code.',
  ],
  ['blob:', 'What scripts of the page have made may then be shown. Nothing runs that did not run before.'],
])

// The most important: reports are no wish list.
const ASK =
  'Reports say what was tried, not that it should work, and an attack that was stopped looks no different: add it only if you know that the page needs it.'

function ownRiskOf(directive: SourceDirective): string {
  return directive.startsWith('script-src')
    ? 'Every file of the own origin may then run as a script, uploads and JSONP answers too.'
    : 'Little: it is the own origin. Uploads are on it too, if there are any.'
}

function traitsOf(source: string): readonly string[] {
  if (!URL.canParse(source)) return []
  const { protocol, hostname } = new URL(source)
  const isPlain = protocol === 'http:' || protocol === 'ws:'
  const shared = findSharedHost(hostname)
  return [
    ...(isPlain && !isLocal(hostname) ? [`Over ${protocol}// anyone on the way may answer in its place.`] : []),
    ...(isLocal(hostname)
      ? ['It is a name for each visitor’s own machine: this belongs into a policy for development.']
      : []),
    ...(shared?.shares === 'files' ? [`Anybody can have files on ${shared.host}.`] : []),
    ...(shared?.shares === 'names'
      ? [`Anybody can have a name below ${shared.host}, this one too when it is given up.`]
      : []),
  ]
}

function bypassOf({ directive, source, after }: Grant, options: LintOptions): readonly string[] {
  if (options.bypasses === undefined || !directive.startsWith('script-src')) return []
  return lintCsp([{ header: after }], {}, options)
    .filter(({ code, value }) => code === 'bypassable-host' && value === source)
    .map(({ message }) => message)
}

export function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.') || host === '[::1]'
}
