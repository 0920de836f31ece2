/** Since which version an engine has a feature, in its best-known browser; undefined where it has not. */
export interface SupportRow {
  /** A directive's name, or a keyword in its quotes. */
  readonly feature: string
  readonly chromium: string | undefined
  readonly firefox: string | undefined
  readonly safari: string | undefined
  /** When the last of the three came; undefined while one has not. */
  readonly everywhereSince: string | undefined
  /** What a browser that does not know the feature does. */
  readonly without: string
  /** What its user lacks then. */
  readonly lost: 'protection' | 'function' | 'reports' | 'nothing'
}

/** The day up to which the table is true: of the release of `@mdn/browser-compat-data` (8.1.9) it was read from. */
export const SUPPORT_DATE = '2026-11-12'
export const SUPPORT_SOURCE =
  'https://github.com/mdn/browser-compat-data/blob/main/http/headers/Content-Security-Policy.json'

/** What has been everywhere for 30 months is taken for known, as Baseline has it. */
const WIDELY_KNOWN_SINCE = '2024-05-12'

const NARROWER = 'reads script-src instead'

export const SUPPORT: ReadonlyMap<string, SupportRow> = new Map(
  (
    [
      row('frame-ancestors', '40', '58', '10', '2018-01-23', 'lets every page frame this one', 'protection'),
      row('form-action', '40', '36', '10', '2016-09-20', 'lets forms go anywhere', 'protection'),
      row('base-uri', '40', '35', '10', '2016-09-20', 'lets <base> name any address', 'protection'),
      row('manifest-src', '40', '41', '11', '2017-09-19', 'does not restrict manifests', 'protection'),
      row('worker-src', '59', '58', '15.5', '2022-05-16', 'reads child-src instead', 'protection'),
      row('script-src-elem', '75', '108', '15.4', '2022-12-13', NARROWER, 'protection'),
      row('script-src-attr', '75', '108', '15.4', '2022-12-13', NARROWER, 'protection'),
      row('style-src-elem', '75', '108', '26.2', '2025-12-12', 'reads style-src instead', 'protection'),
      row('style-src-attr', '75', '108', '15.4', '2022-12-13', 'reads style-src instead', 'protection'),
      row('fenced-frame-src', '126', undefined, undefined, undefined, 'has no fenced frames', 'nothing'),
      row('report-to', '70', '149', '16.4', '2026-03-24', 'reports nothing without report-uri', 'reports'),
      row('require-trusted-types-for', '83', '148', '26', '2026-02-24', 'takes any text for script', 'protection'),
      row('trusted-types', '83', '148', '26', '2026-02-24', 'has no Trusted Types', 'protection'),
      row("'strict-dynamic'", '52', '52', '15.4', '2022-03-14', 'trusts the hosts of the list', 'protection'),
      row("'unsafe-hashes'", '69', '109', '15.4', '2023-01-17', 'blocks the handlers', 'function'),
      row("'report-sample'", '59', '63', '15.4', '2022-03-14', 'reports no sample', 'reports'),
      row("'wasm-unsafe-eval'", '97', '102', '16', '2022-09-12', 'blocks WebAssembly', 'function'),
      row("'trusted-types-eval'", '145', '148', '26', '2026-02-24', 'blocks eval', 'function'),
      row("'inline-speculation-rules'", '110', undefined, '27.3', undefined, 'loads nothing ahead', 'function'),
    ] as const
  ).map((each) => [each.feature, each]),
)

function row(
  feature: string,
  chromium: string | undefined,
  firefox: string | undefined,
  safari: string | undefined,
  everywhereSince: string | undefined,
  without: string,
  lost: SupportRow['lost'],
): SupportRow {
  return { feature, chromium, firefox, safari, everywhereSince, without, lost }
}

/** How much to make of a feature that not everybody has; undefined when it is known long enough. */
export function supportSeverity({ everywhereSince, lost }: SupportRow): 'warning' | 'info' | undefined {
  if (everywhereSince === undefined) return lost === 'protection' ? 'warning' : 'info'
  return everywhereSince > WIDELY_KNOWN_SINCE ? 'info' : undefined
}

/** `Chrome 83, Firefox 148, Safari 26`. */
export function describeSupport({ chromium, firefox, safari }: SupportRow): string {
  const has = (name: string, version: string | undefined): string =>
    version === undefined ? `no ${name}` : `${name} ${version}`
  return [has('Chrome', chromium), has('Firefox', firefox), has('Safari', safari)].join(', ')
}
