import type { ValueGrammar } from '../directives.ts'
import type { LintContext } from './context.ts'
import { addWord, keepingMeaning, removeOnlyDirective } from './edit.ts'
import { aboutDirective, type LintFinding } from './lint-finding.ts'

interface Meaning {
  readonly severity: 'warning' | 'info'
  readonly message: string
  /** What to write so that it says what it does, or what was meant; without it the directive is of no use. */
  readonly value?: string
}

const NOTHING_MATCHES: Meaning = { severity: 'info', message: 'admits nothing', value: "'none'" }

/** What a directive without a value does. Those that need none are not here. */
const EMPTY: Partial<Record<ValueGrammar, Meaning>> = {
  'source-list': NOTHING_MATCHES,
  'ancestor-source-list': NOTHING_MATCHES,
  'trusted-types': { severity: 'info', message: 'lets no policy be created', value: "'none'" },
  'require-trusted-types-for': { severity: 'warning', message: 'requires nothing', value: "'script'" },
  webrtc: { severity: 'info', message: 'blocks WebRTC', value: "'block'" },
  'report-uri': { severity: 'warning', message: 'reports nowhere' },
  'report-to': { severity: 'warning', message: 'reports nowhere' },
}

/** `object-src;`: is it deliberate, or did a template leave it empty? */
export function checkEmptyValues({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) =>
    [...heeded.values()].flatMap((directive) => {
      const { name, row, words } = directive
      const meaning = row?.status === 'current' && words.length === 0 ? EMPTY[row.value] : undefined
      if (meaning === undefined) return []
      const { severity, message, value } = meaning
      const edit = value === undefined ? removeOnlyDirective(directive) : addWord(directive, value)
      return aboutDirective(directive, 'unset-value', `${name} has no value, so it ${message}.`, {
        severity,
        fix: value === undefined ? 'Give it a value, or remove it.' : `Write ${name} ${value}, if that is meant.`,
        see: row?.see,
        edit: severity === 'info' ? keepingMeaning(edit) : edit,
      })
    }),
  )
}
