import { lowerAscii, type ParsedDirective } from '../parse.ts'

/** What a sandboxed page may do again with each token (HTML §7.1.5, "parse a sandboxing directive"). Other tokens do nothing. */
const LIFTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['allow-downloads', ['downloads']],
  ['allow-forms', ['forms']],
  ['allow-modals', ['modals']],
  ['allow-orientation-lock', ['orientation-lock']],
  ['allow-pointer-lock', ['pointer-lock']],
  ['allow-popups', ['popups', 'custom-protocols']],
  ['allow-popups-to-escape-sandbox', ['popups-escape']],
  ['allow-presentation', ['presentation']],
  ['allow-same-origin', ['origin']],
  ['allow-scripts', ['scripts']],
  ['allow-top-navigation', ['top-navigation', 'top-navigation-by-user', 'custom-protocols']],
  ['allow-top-navigation-by-user-activation', ['top-navigation-by-user']],
  ['allow-top-navigation-to-custom-protocols', ['custom-protocols']],
  ['allow-storage-access-by-user-activation', ['storage-access']],
])

/** What this directive leaves allowed of all that a sandbox restricts. */
export function liftedFlags(sandbox: ParsedDirective): ReadonlySet<string> {
  return new Set(sandbox.values.flatMap(({ text }) => LIFTED.get(lowerAscii(text)) ?? []))
}
