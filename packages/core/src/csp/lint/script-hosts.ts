import { showValue } from '../../finding.ts'
import { type Bypass, findBypass, indexBypasses } from './bypasses.ts'
import type { LintContext } from './context.ts'
import { removeWord } from './edit.ts'
import { isAnyHost } from './holes.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import {
  effectiveDirective,
  hasKeyword,
  isKeyword,
  type LintDirective,
  type LintPolicy,
  type LintWord,
} from './lint-policy.ts'
import { isDirectiveName } from './missing-semicolon.ts'
import { quoteWord } from './quoting.ts'

const SEE = 'https://w3c.github.io/webappsec-csp/#strict-csp'

/** Scripts that are trusted for where they come from. */
export function checkScriptHosts(context: LintContext): readonly LintFinding[] {
  const { policies } = context
  const closed = policies.some((policy) => policy.enforced && ignoresHosts(policy))
  return policies.flatMap((policy) => {
    const scripts = effectiveDirective(policy, 'script-src-elem')
    const workers = effectiveDirective(policy, 'script-src')
    const objects = policy.heeded.get('object-src')
    return [
      ...(scripts === undefined ? [] : trustedHosts(scripts, context, closed)),
      // Where script-src-elem has its own list, this one is about workers, and for browsers that do not know the other.
      ...(workers === undefined || workers === scripts ? [] : trustedHosts(workers, context, true)),
      ...(objects === undefined ? [] : objectHosts(objects)),
    ]
  })
}

/** Scripts need a nonce or hash, so a host that another policy admits is no way in. */
function ignoresHosts(policy: LintPolicy): boolean {
  const scripts = effectiveDirective(policy, 'script-src-elem')
  if (scripts === undefined) return false
  return scripts.list.strictDynamic || !scripts.words.some((word) => isHost(word) || word.expression.kind === 'scheme')
}

function trustedHosts(directive: LintDirective, context: LintContext, closed: boolean): readonly LintFinding[] {
  if (directive.list.strictDynamic) return []
  const { bypasses } = context.options
  const index = bypasses && indexBypasses(bypasses)
  const hasEval = hasKeyword(directive, "'unsafe-eval'")
  return directive.words.filter(isHost).flatMap((word) => {
    if (isAnyHost(word)) return []
    const { expression } = word
    const bypass = index && expression.kind === 'host' ? findBypass(index, expression, hasEval) : undefined
    return bypass === undefined ? trusted(directive, word, closed) : bypassed(directive, word, bypass, closed)
  })
}

/** Names that were not meant to be hosts have a finding already. */
function isHost(word: LintWord): boolean {
  if (isKeyword(word, "'self'")) return true
  return word.expression.kind === 'host' && !isDirectiveName(word) && quoteWord(word.token.text) === undefined
}

function trusted(directive: LintDirective, word: LintWord, closed: boolean): LintFinding {
  const { text } = word.token
  const isSelf = word.expression.kind === 'keyword'
  const message = isSelf
    ? `'self' in ${directive.name} trusts every file of the own host, uploads and JSONP answers too.`
    : `${showValue(text)} in ${directive.name} trusts every script of that host, JSONP answers and old libraries too.`
  return aboutWord(directive, word, 'allowlisted-host', message, {
    severity: isSelf || closed ? 'info' : 'warning',
    fix: "Trust scripts by nonce or hash, with 'strict-dynamic'.",
    see: SEE,
  })
}

function bypassed(directive: LintDirective, word: LintWord, bypass: Bypass, closed: boolean): LintFinding {
  const what =
    bypass.kind === 'jsonp' ? 'answers with calls of any function' : 'has AngularJS, which runs text of the page'
  const message = `${showValue(word.token.text)} in ${directive.name} lets the policy be bypassed: ${bypass.host}${bypass.path} ${what}.`
  return aboutWord(directive, word, 'bypassable-host', message, {
    severity: closed ? 'info' : 'error',
    fix: "Remove it, and trust scripts by nonce or hash, with 'strict-dynamic'.",
    see: SEE,
    edit: removeWord(directive, word.index),
  })
}

function objectHosts(directive: LintDirective): readonly LintFinding[] {
  return directive.words
    .filter((word) => isHost(word) && !isAnyHost(word))
    .map((word) => {
      const message = `${showValue(word.token.text)} in object-src admits plugins and old kinds of frames, which hardly a page needs.`
      return aboutWord(directive, word, 'allowlisted-host', message, {
        severity: 'info',
        fix: "Write object-src 'none'.",
        see: 'https://w3c.github.io/webappsec-csp/#directive-object-src',
      })
    })
}
