import { ConfigError, type Finding } from '@sallyport/core'
import { type CspObject, type HashCspOptions, type SourceIn, strictCsp } from '@sallyport/core/csp'
import { checkHashes } from './caller-checks.ts'
import type { HtmlHashes } from './html-hashes.ts'

export interface StaticCspOptions extends Omit<HashCspOptions, 'mode' | 'hashes' | 'styles'> {
  /**
   * `'hash'`: stylesheets of the own origin, and the pages' `<style>`s and `style` attributes by their hashes. `'self'`: stylesheets of the own origin alone.
   * `'unsafe-inline'`: those and any inline style. Default: styles are not restricted.
   */
  readonly styles?: 'hash' | 'self' | 'unsafe-inline'
  /**
   * `'hash'`: scripts by their hashes alone, files by their `integrity`; they may load others (`'strict-dynamic'`). `'self'`: inline scripts by their hashes,
   * and every file of the own origin, for builds that leave `integrity` out; that is as strict as what the origin serves. Default `'hash'`.
   */
  readonly scripts?: 'hash' | 'self'
}

/**
 * The strict policy for pages that are the same for everyone: `strictCsp` in hash mode, with whatever the pages need beside the hashes of their scripts
 * (`'unsafe-hashes'` for event handlers and `javascript:` URLs, and only where there are some). Pages without scripts get `script-src 'none'`.
 *
 * `hashes` is what `hashHtml` found in one page, or `combineHashes` in several. External scripts without `integrity` stay blocked, unless `scripts` is
 * `'self'`: `hashes.withoutHash` lists them.
 *
 * @throws {ConfigError} when an option is unknown, unset or of the wrong type.
 * @throws {TypeError} when `hashes` is anything but what `hashHtml` found.
 */
export function staticCsp(hashes: HtmlHashes, options: StaticCspOptions = {}): CspObject {
  checkHashes('staticCsp', hashes)
  checkChoices(options)
  const { styles, scripts = 'hash', directives, ...rest } = options
  // Nonce mode, with its script-src replaced: hash mode would refuse a page without scripts.
  return strictCsp({
    mode: 'nonce',
    ...rest,
    ...(styles === undefined || styles === 'hash' ? {} : { styles }),
    directives: {
      'script-src': scripts === 'self' ? ownScripts(hashes) : scriptSources(hashes, options.fallbacks === true),
      ...attributeSources(hashes),
      ...(styles === 'hash' ? styleDirectives(hashes) : {}),
      ...directives,
    },
  })
}

const CHOICES = { scripts: ['hash', 'self'], styles: ['hash', 'self', 'unsafe-inline'] } as const

/** Before strictCsp sees them, which has other ones. */
function checkChoices(options: StaticCspOptions): void {
  const findings: Finding[] = []
  for (const key of ['scripts', 'styles'] as const) {
    const value: unknown = options[key]
    if (value === undefined || CHOICES[key].some((choice) => choice === value)) continue
    const choices = CHOICES[key].map((choice) => `'${choice}'`).join(' or ')
    findings.push({
      code: 'invalid-type',
      severity: 'error',
      path: `staticCsp.${key}`,
      value,
      message: `${JSON.stringify(value)} is no way to admit ${key}.`,
      fix: `Write ${choices}.`,
    })
  }
  if (findings.length > 0) throw new ConfigError(findings)
}

type ScriptSources = readonly ["'none'"] | readonly SourceIn<'script-src'>[]

function scriptSources({ directives }: HtmlHashes, fallbacks: boolean): ScriptSources {
  const sources = directives['script-src']
  if (sources === undefined) return ["'none'"]
  return [...sources, "'strict-dynamic'", ...(fallbacks ? (['https:', "'unsafe-inline'"] as const) : [])]
}

function ownScripts({ directives }: HtmlHashes): ScriptSources {
  return ["'self'", ...(directives['script-src'] ?? [])]
}

/** Where script-src has `'unsafe-hashes'` for the sake of a `javascript:` URL, handlers must not profit. */
function attributeSources({ directives, navigations }: HtmlHashes): CspObject['directives'] {
  const handlers = directives['script-src-attr']
  if (handlers !== undefined) return { 'script-src-attr': handlers }
  return navigations.length > 0 ? { 'script-src-attr': ["'none'"] } : {}
}

function styleDirectives({ directives }: HtmlHashes): CspObject['directives'] {
  const attributes = directives['style-src-attr']
  return {
    'style-src': ["'self'", ...(directives['style-src'] ?? [])],
    ...(attributes === undefined ? {} : { 'style-src-attr': attributes }),
  }
}
