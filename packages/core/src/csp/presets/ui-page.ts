import type { Finding } from '../../finding.ts'
import { at, checkBoolean, checkObject, type Place } from '../../validate.ts'
import type { AncestorSourceList, Directives, SourceIn } from '../directives.ts'
import { NONCE } from '../keywords.ts'
import type { HashSource, HostSource } from '../source.ts'
import { checkCommonOptions, checkGiven, type PresetOptions, throwErrors } from './options.ts'

/** For the page of a ready-made tool: its code is somebody else's, so the policy has to fit it. */
export interface UiPageCspOptions extends PresetOptions {
  /**
   * `'self'`: script files of the own origin and of `assets`. `'nonce'`: scripts with the response's nonce and what they load, wherever that
   * comes from. Default `'self'`, which goes for pages that are cached.
   */
  readonly scripts?: 'self' | 'nonce'
  /** Of inline scripts that start the tool. */
  readonly hashes?: readonly HashSource[]
  /**
   * Where the page's files come from, if not from its own origin: scripts (of a page without nonces), styles, fonts, images. A host where
   * others publish too needs a path, `https://cdn.example.com/npm/tool@5/`: without one it admits their scripts.
   */
  readonly assets?: readonly HostSource[]
  /** The APIs that are tried out, if not on the page's own origin. */
  readonly apis?: readonly HostSource[]
  /** Who may frame the page. Default `["'self'"]`. */
  readonly frameAncestors?: AncestorSourceList
}

const UI_PAGE_OPTIONS = ['scripts', 'hashes', 'assets', 'apis', 'frameAncestors', 'reportOnly', 'directives'] as const

/** @throws {ConfigError} when an option is unknown, unset or of the wrong type. */
export function checkUiPageOptions(name: string, options: unknown, flags: readonly string[] = []): void {
  const findings: Finding[] = []
  const place: Place = { path: name, findings }
  if (checkObject(options, [...UI_PAGE_OPTIONS, ...flags], place)) {
    checkCommonOptions(options, place)
    checkGiven(options, 'scripts', "'self' or 'nonce'", place, (value) => value === 'self' || value === 'nonce')
    for (const flag of flags) if (Object.hasOwn(options, flag)) checkBoolean(options[flag], at(place, flag))
  }
  throwErrors(findings)
}

/** What such pages have in common: nothing but what is named, scripts by file or nonce, inline styles, requests to the APIs. */
export function uiPageDirectives(options: UiPageCspOptions): Directives {
  const { scripts = 'self', hashes = [], assets = [], apis = [], frameAncestors = ["'self'"] as const } = options
  const sources: readonly SourceIn<'script-src'>[] =
    scripts === 'nonce' ? [NONCE, ...hashes, "'strict-dynamic'"] : ["'self'", ...assets, ...hashes]
  return {
    'script-src': sources,
    'default-src': ["'none'"],
    'style-src': ["'self'", ...assets, "'unsafe-inline'"],
    'img-src': ["'self'", ...assets, 'data:'],
    'font-src': ["'self'", ...assets, 'data:'],
    'connect-src': ["'self'", ...apis],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': frameAncestors,
  }
}
