import { showValue } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { keepingMeaning, removeWord } from './edit.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import { effectiveDirective, governsScripts, isKeyword, type LintDirective, type LintWord } from './lint-policy.ts'

const SEE_INLINE = 'https://w3c.github.io/webappsec-csp/#allow-all-inline'
const SEE_DYNAMIC = 'https://w3c.github.io/webappsec-csp/#strict-dynamic-usage'

/** Sources that others of their list, or of the policy, switch off, and those that wait for one that is not there. */
export function checkDeadSources({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) =>
    [...heeded.values()].flatMap((directive) => {
      const scripts = governsScripts(directive)
      const styles = ['style-src-elem', 'style-src-attr'].some(
        (asked) => effectiveDirective(directive.policy, asked) === directive,
      )
      return [
        ...(scripts || styles ? deadUnsafeInline(directive, scripts) : []),
        ...(scripts ? besideStrictDynamic(directive) : []),
        ...(scripts ? strictDynamicAlone(directive) : []),
        ...(scripts || styles ? hashesMissing(directive) : []),
        ...overridden(directive),
      ]
    }),
  )
}

/** `script-src 'unsafe-inline' 'nonce-…'` (§6.7.3.2). */
function deadUnsafeInline(directive: LintDirective, scripts: boolean): readonly LintFinding[] {
  const { name, list } = directive
  const byDynamic = list.strictDynamic && scripts
  if (list.unsafeInline === undefined || !(list.byToken || byDynamic)) return []
  const cause = list.byToken ? 'a nonce or hash' : "'strict-dynamic'"
  // 'strict-dynamic' leaves styles alone, and a default-src may be theirs as well.
  const isShared = name === 'default-src' && !list.byToken
  const attributes = name.startsWith('style-src') ? ' To allow style attributes, put it in style-src-attr.' : ''
  const message = `'unsafe-inline' in ${name} is ignored${isShared ? ' for scripts' : ''} because of ${cause} beside it; only browsers too old for that heed it.`
  return keywords(directive, "'unsafe-inline'").map((word) =>
    aboutWord(directive, word, 'unsafe-inline-disabled', message, {
      // For scripts it is the known recipe; in a list of styles it is more often meant.
      severity: name.startsWith('style-src') ? 'warning' : 'info',
      fix: `Keep it for those browsers, or remove it.${attributes}`,
      see: SEE_INLINE,
      edit: isShared ? undefined : keepingMeaning(removeWord(directive, word.index)),
    }),
  )
}

function keywords(directive: LintDirective, keyword: string): readonly LintWord[] {
  return directive.words.filter((word) => isKeyword(word, keyword))
}

/** `script-src 'strict-dynamic' https: 'self'`. */
function besideStrictDynamic(directive: LintDirective): readonly LintFinding[] {
  if (!directive.list.strictDynamic) return []
  const isShared = directive.name === 'default-src'
  return directive.words.filter(isLocation).map((word) => {
    const scope = isShared ? ' for scripts' : ''
    const message = `${showValue(word.token.text)} in ${directive.name} is ignored${scope} because of 'strict-dynamic' beside it.`
    return aboutWord(directive, word, 'ignored-source', message, {
      severity: 'info',
      fix: isShared ? 'Give scripts a directive of their own.' : 'Keep it for old browsers, or remove it.',
      see: SEE_DYNAMIC,
      // In default-src it still counts for everything else.
      edit: isShared ? undefined : keepingMeaning(removeWord(directive, word.index)),
    })
  })
}

function isLocation(word: LintWord): boolean {
  return word.expression.kind === 'host' || word.expression.kind === 'scheme' || isKeyword(word, "'self'")
}

/** Trust spreads from scripts that have a nonce or hash, and here none can. Nothing gets in by it, so it is no error. */
function strictDynamicAlone(directive: LintDirective): readonly LintFinding[] {
  const word = directive.words.find((each) => isKeyword(each, "'strict-dynamic'"))
  if (word === undefined || directive.list.byToken) return []
  const message = `'strict-dynamic' in ${directive.name} stands without a nonce or hash, so every script of the page is blocked.`
  return [
    aboutWord(directive, word, 'strict-dynamic-alone', message, {
      severity: 'warning',
      fix: "Add a nonce, or the hashes of the page's own scripts.",
      see: SEE_DYNAMIC,
    }),
  ]
}

/** `'unsafe-hashes'` lets hashes reach attributes, and there is none. */
function hashesMissing(directive: LintDirective): readonly LintFinding[] {
  if (directive.list.hasHash) return []
  const message = `'unsafe-hashes' in ${directive.name} extends hashes to attributes, but the list has no hash.`
  return keywords(directive, "'unsafe-hashes'").map((word) =>
    aboutWord(directive, word, 'useless-option', message, {
      severity: 'warning',
      fix: "Add the attribute's hash, or remove it.",
      see: 'https://w3c.github.io/webappsec-csp/#unsafe-hashes-usage',
      edit: keepingMeaning(removeWord(directive, word.index)),
    }),
  )
}

/** `script-src 'unsafe-inline'` where script-src-elem and script-src-attr say something else. */
function overridden(directive: LintDirective): readonly LintFinding[] {
  const { name, list, policy } = directive
  const isOverridden =
    (name === 'script-src' || name === 'style-src') &&
    policy.heeded.has(`${name}-elem`) &&
    policy.heeded.has(`${name}-attr`)
  if (list.byToken || !isOverridden) return []
  const message = `'unsafe-inline' in ${name} is ignored because of ${name}-elem and ${name}-attr; only browsers too old for these heed it.`
  return keywords(directive, "'unsafe-inline'").map((word) =>
    aboutWord(directive, word, 'ignored-source', message, {
      severity: 'info',
      fix: 'Keep it for those browsers, or remove it.',
      see: 'https://w3c.github.io/webappsec-csp/#directive-fallback-list',
      edit: keepingMeaning(removeWord(directive, word.index)),
    }),
  )
}
