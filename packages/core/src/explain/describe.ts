import type { Explanation } from './explanation.ts'
import { printable } from './printable.ts'

const LONGEST_LINE = 600
const LONGEST = 2000

/** An explanation as a few lines of plain text, at most about 2,000 characters: for a log, or a refused preflight in development. */
export function describeExplanation(explanation: Explanation): string {
  const { reason, path, message, nearMisses, browserMessages, fix } = explanation
  const lines = [
    `Sallyport: ${reason} (${path})`,
    `Why: ${message}`,
    ...nearMisses.map((miss) => `Near: ${miss.message}`),
    ...first('Chromium says', browserMessages?.chromium),
    ...first('Firefox says', browserMessages?.firefox),
    ...(fix === undefined ? advise(explanation) : [`To allow it: ${fix.change}`, `Risk: ${fix.risk}`]),
  ]
  // The lines that matter most come last, so the long ones in the middle are what gives way.
  const text = lines.map((line) => printable(line, LONGEST_LINE)).join('\n')
  if (text.length <= LONGEST) return text
  const room = Math.floor(LONGEST / lines.length) - 2
  return lines.map((line) => printable(line, room)).join('\n')
}

function first(who: string, messages: readonly string[] | undefined): readonly string[] {
  const [message] = messages ?? []
  return message === undefined ? [] : [`${who}: ${message}`]
}

function advise({ reason, browserMessages }: Explanation): readonly string[] {
  const refused = reason.includes('refused') && browserMessages !== undefined
  return refused ? ['To allow it: no change is advised.'] : []
}
