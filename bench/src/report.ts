import type { Result } from './result.ts'
import type { Verdict } from './verdict.ts'

/** The results as a table for each question, then the goals. */
export function renderReport(results: readonly Result[], verdicts: readonly Verdict[]): string {
  const names = [...new Set(results.map(({ name }) => name))]
  const questions = names.map((name) => renderQuestion(results.filter((result) => result.name === name)))
  return [...questions, renderVerdicts(verdicts)].join('\n\n')
}

function renderQuestion(results: readonly Result[]): string {
  const [first] = results
  if (first === undefined) return ''
  const ordered = [...results].sort((a, b) => a.ratio.median - b.ratio.median)
  const others = ordered.filter(({ baseline }) => baseline !== first.baseline)
  const rows = [...ordered.filter(({ baseline }) => baseline === first.baseline), ...others].map((result) => [
    `  ${result.candidate}`,
    `${formatRatio(result.ratio.median)}×`,
    rangeOf(result),
    amountOf(result),
    result.baseline === first.baseline ? '' : `of ${result.baseline}`,
  ])
  const { baseline, nanoseconds, bytes } = first
  const unit = first.suite === 'micro' ? 'a call' : first.suite === 'reports' ? 'CPU a report' : 'CPU a request'
  const about = `about ${formatTime(nanoseconds.baseline)} ${unit}`
  const heap = bytes === undefined || bytes.baseline < 0.5 ? '' : `, ${Math.round(bytes.baseline)} B`
  return [`${first.name}   1.00 = ${baseline} (${about}${heap})`, ...align(rows)].join('\n')
}

function rangeOf({ ratio }: Result): string {
  return ratio.least === ratio.most ? '' : `[${formatRatio(ratio.least)}..${formatRatio(ratio.most)}]`
}

/** No result has both. */
function amountOf({ bytes, perSecond }: Result): string {
  if (perSecond !== undefined) return `${Math.round(perSecond.candidate).toLocaleString('en')}/s`
  return bytes === undefined ? '' : `${Math.round(bytes.candidate)} B`
}

function renderVerdicts(verdicts: readonly Verdict[]): string {
  const measured = verdicts.filter(({ outcome }) => outcome !== 'not measured')
  const rows = measured.map(({ id, title, limit, measured: value = Number.NaN, outcome }) => [
    id,
    title,
    formatRatio(value),
    'most' in limit ? `<= ${limit.most}` : `>= ${limit.least}`,
    outcome === 'reached' ? 'reached' : 'FALLS SHORT',
  ])
  const reached = measured.filter(({ outcome }) => outcome === 'reached').length
  const left = verdicts.length - measured.length
  const counts = `Goals: ${reached} reached, ${measured.length - reached} fall short, ${left} not measured`
  return [counts, ...align(rows).map((line) => `  ${line}`)].join('\n')
}

/** Columns of equal width, numbers to the right. */
function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => (isNumber(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

function isNumber(cell: string): boolean {
  return /^[\d.,]+(×| B|\/s)?$/.test(cell)
}

/** Two decimals where they mean something. */
export function formatRatio(ratio: number): string {
  if (ratio < 10) return ratio.toFixed(2)
  return ratio < 100 ? ratio.toFixed(1) : Math.round(ratio).toLocaleString('en')
}

function formatTime(nanoseconds: number): string {
  if (nanoseconds < 1_000) return `${Math.round(nanoseconds)} ns`
  return `${(nanoseconds / 1_000).toFixed(1)} µs`
}
