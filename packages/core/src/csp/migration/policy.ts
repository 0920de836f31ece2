import { type Finding, showValue } from '../../finding.ts'
import { nearestName } from '../../nearest.ts'
import { type Place, report } from '../../validate.ts'
import type { CspObject } from '../config.ts'
import { DIRECTIVES, type DirectiveRow } from '../directives.ts'
import { readPolicy } from '../read.ts'
import { type DirectiveValue, translateOther } from './other-words.ts'
import type { SentDirective } from './sent.ts'
import { translateSources } from './source-words.ts'

/**
 * A policy that does what browsers make of the directives, and holds nothing they pass over. False when that is nothing at all; undefined
 * when an error is among the findings, those of before included.
 */
export function writePolicy(
  sent: readonly SentDirective[],
  reportOnly: boolean,
  place: Place,
): CspObject | false | undefined {
  const directives: Record<string, DirectiveValue> = {}
  for (const directive of sent) {
    const row = findRow(directive, reportOnly)
    const value = row && translateValue(row, directive)
    if (value !== undefined) directives[directive.name] = value
  }
  if (place.findings.some(({ severity }) => severity === 'error')) return undefined
  if (Object.keys(directives).length === 0) {
    const message = 'Browsers heed no directive of the policy, so it restricts nothing.'
    report(place, 'nothing-configured', undefined, message, { severity: 'warning', fix: 'Write a policy.' })
    return false
  }
  const config = reportOnly ? { directives, reportOnly } : { directives }
  return isPolicy(config, place) ? config : undefined
}

function translateValue(row: DirectiveRow, sent: SentDirective): DirectiveValue | undefined {
  return row.value === 'source-list' || row.value === 'ancestor-source-list'
    ? translateSources(row, sent.words, sent.place)
    : translateOther(row, sent)
}

/** The row of a directive that browsers heed in this policy; undefined after reporting that they do not. */
function findRow({ name, place }: SentDirective, reportOnly: boolean): DirectiveRow | undefined {
  const row = DIRECTIVES.get(name)
  if (row === undefined) {
    const nearest = nearestName(name, DIRECTIVES.keys())
    const fix = nearest ? `Did you mean ${nearest}?` : 'Remove it.'
    const message = `CSP has no directive ${showValue(name)}, so browsers ignore it. It is left out.`
    report(place, 'unknown-directive', name, message, { severity: 'warning', fix })
    return undefined
  }
  const { instead = 'Remove it.', see } = row
  if (row.status === 'removed') {
    const message = `Browsers no longer implement ${name}. It is left out.`
    report(place, 'deprecated-directive', name, message, { severity: 'warning', fix: instead, see })
    return undefined
  }
  if (reportOnly && !row.reportOnly) {
    const message = `${name} is ignored in a report-only policy. It is left out.`
    report(place, 'ignored-in-report-only', name, message, { severity: 'info', fix: 'Remove it.', see })
    return undefined
  }
  return row
}

/** The compiler's own check, which is what makes the type true. */
function isPolicy(config: unknown, place: Place): config is CspObject {
  const findings: Finding[] = []
  readPolicy(config, { path: place.path, findings })
  const errors = findings.filter(({ severity }) => severity === 'error')
  place.findings.push(...errors)
  return errors.length === 0
}
