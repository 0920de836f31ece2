import { showValue } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { keepingMeaning, removeWord } from './edit.ts'
import { aboutWord, type LintFinding } from './lint-finding.ts'
import { comparableText, type LintDirective, takesSources } from './lint-policy.ts'

/** One source, token or endpoint twice in a list. */
export function checkDuplicates({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) => [...heeded.values()].flatMap(duplicates))
}

function duplicates(directive: LintDirective): readonly LintFinding[] {
  const seen = new Set<string>()
  return directive.words.flatMap((word) => {
    const text = takesSources(directive) ? comparableText(word) : word.token.text
    if (!seen.has(text)) {
      seen.add(text)
      return []
    }
    return aboutWord(
      directive,
      word,
      'duplicate-value',
      `${directive.name} lists ${showValue(word.token.text)} twice.`,
      { severity: 'info', fix: 'Remove one of the two.', edit: keepingMeaning(removeWord(directive, word.index)) },
    )
  })
}
