import type { Disagreement } from './compare.ts'
import type { Label, Pair } from './pair.ts'

/** A disagreement as text to read: policies, what was tried, what was expected and what was seen. */
export function describeDisagreement({ pair, expected, seen }: Disagreement): string {
  return [
    `${pair.id}  ${pair.probe?.act ?? 'being framed'}`,
    `  page      ${pair.case.url}`,
    ...pair.case.policies.map(
      ({ text, disposition, delivery }, index) => `  policy ${index}  ${text}  [${disposition}, ${delivery}]`,
    ),
    ...triedLines(pair),
    ...labelLines('expected', expected),
    ...labelLines('seen', seen),
  ].join('\n')
}

function triedLines({ case: { ancestors = [] }, probe }: Pair): readonly string[] {
  if (probe === undefined) return ancestors.map((ancestor) => `  inside    ${ancestor}`)
  const { url, redirect, text, nonce, dangling, integrity } = probe
  const facts = { url, redirect, text, nonce, nonceable: dangling && 'no', integrity }
  return Object.entries(facts).flatMap(([name, value]) => (value ? [`  ${name.padEnd(9)} ${value}`] : []))
}

function labelLines(title: string, { outcome, violations, because }: Label): readonly string[] {
  return [
    `  ${title.padEnd(9)} ${outcome}: ${because}`,
    ...violations.map((violation) => `            violates ${violation}`),
  ]
}
