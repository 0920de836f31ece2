import { DIRECTIVES } from '../directives.ts'
import { lowerAscii } from '../parse.ts'
import type { LintContext } from './context.ts'
import { addSemicolonBefore } from './edit.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import type { LintWord } from './lint-policy.ts'

/** `default-src 'self' script-src 'none'`: one directive, with a host named script-src in its list. */
export function checkMissingSemicolons({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) =>
    [...heeded.values()].flatMap((directive) =>
      directive.words.filter(isDirectiveName).map((word) => {
        const { text } = word.token
        const message = `${text} in ${directive.name} is the name of a directive, and no semicolon parts the two.`
        return aboutWord(directive, word, 'missing-semicolon', message, {
          severity: 'error',
          fix: 'Put a semicolon before it.',
          see: 'https://w3c.github.io/webappsec-csp/#parse-serialized-policy',
          edit: addSemicolonBefore(directive, word.index),
        })
      }),
    ),
  )
}

export function isDirectiveName({ token }: LintWord): boolean {
  return DIRECTIVES.has(lowerAscii(token.text))
}
