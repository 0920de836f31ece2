import { checkProfile } from '../caller-checks.ts'
import { SANDBOX_TOKENS, type SandboxToken } from '../directives.ts'
import { lowerAscii, type ParsedDirective } from '../parse.ts'
import { type PolicyInput, readPolicies } from '../policy-input.ts'
import type { MatchOptions } from '../verdict.ts'
import { differs } from './differences.ts'
import { directivesOf } from './source-list.ts'

/** HTML §7.1.5, its names shortened: `scripts` is the sandboxed scripts browsing context flag. The last one is of the Storage Access API. */
export type SandboxFlag =
  | 'navigation'
  | 'auxiliary-navigation'
  | 'top-level-navigation-without-user-activation'
  | 'top-level-navigation-with-user-activation'
  | 'origin'
  | 'forms'
  | 'pointer-lock'
  | 'scripts'
  | 'automatic-features'
  | 'document-domain'
  | 'propagates-to-auxiliary'
  | 'modals'
  | 'orientation-lock'
  | 'presentation'
  | 'downloads'
  | 'custom-protocols-navigation'
  | 'storage-access-by-user-activation'

/** The tokens that lift each. */
const LIFTED_BY: Readonly<Record<SandboxFlag, readonly SandboxToken[]>> = {
  navigation: [],
  'auxiliary-navigation': ['allow-popups'],
  'top-level-navigation-without-user-activation': ['allow-top-navigation'],
  'top-level-navigation-with-user-activation': ['allow-top-navigation', 'allow-top-navigation-by-user-activation'],
  origin: ['allow-same-origin'],
  forms: ['allow-forms'],
  'pointer-lock': ['allow-pointer-lock'],
  scripts: ['allow-scripts'],
  'automatic-features': ['allow-scripts'],
  'document-domain': [],
  'propagates-to-auxiliary': ['allow-popups-to-escape-sandbox'],
  modals: ['allow-modals'],
  'orientation-lock': ['allow-orientation-lock'],
  presentation: ['allow-presentation'],
  downloads: ['allow-downloads'],
  'custom-protocols-navigation': ['allow-top-navigation-to-custom-protocols', 'allow-popups', 'allow-top-navigation'],
  'storage-access-by-user-activation': ['allow-storage-access-by-user-activation'],
}

/**
 * What a policy set forbids a document by `sandbox`: HTML "CSP-derived sandboxing flags". Empty without one. Unknown tokens are passed over,
 * letters have no case. A worker with `scripts` or `origin` among its own flags does not start (CSP3 §6.3.2.1).
 */
export function sandboxFlags(
  policies: readonly PolicyInput[],
  { profile = 'spec' }: MatchOptions = {},
): readonly SandboxFlag[] {
  checkProfile(profile)
  // Report-only policies and <meta> cannot carry the directive, so that the parser has marked it there.
  const directives = readPolicies(policies).flatMap((policy) => directivesOf(policy, profile).get('sandbox') ?? [])
  const heeded = differs(profile, 'sandbox-flags-add-up') ? directives : directives.slice(-1)
  const flags = heeded.map(flagsOf)
  return SANDBOX_FLAGS.filter((flag) => flags.some((set) => set.has(flag)))
}

export const SANDBOX_FLAGS: readonly SandboxFlag[] = Object.keys(LIFTED_BY).filter(isFlag)

function isFlag(name: string): name is SandboxFlag {
  return Object.hasOwn(LIFTED_BY, name)
}

/** HTML "parse a sandboxing directive". */
function flagsOf({ values }: ParsedDirective): ReadonlySet<SandboxFlag> {
  const tokens = new Set(values.map(({ text }) => lowerAscii(text)))
  return new Set(SANDBOX_FLAGS.filter((flag) => !LIFTED_BY[flag].some((token) => tokens.has(token))))
}

/** What each token lifts. */
export const LIFTED_FLAGS: ReadonlyMap<SandboxToken, readonly SandboxFlag[]> = new Map(
  SANDBOX_TOKENS.map((token) => [token, SANDBOX_FLAGS.filter((flag) => LIFTED_BY[flag].includes(token))]),
)
