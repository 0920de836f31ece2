import { type Place, report, reportType } from '../validate.ts'

/** A whole number within bounds; undefined when none is given or it is wrong, which is reported. `unit`: `number of seconds`. */
export function checkInteger(
  value: unknown,
  least: number,
  most: number,
  unit: string,
  place: Place,
): number | undefined {
  if (value === undefined) return undefined
  const range = `a ${unit} from ${least} to ${most}`
  if (typeof value !== 'number') {
    reportType(place, value, range, fixForText(value))
    return undefined
  }
  if (!Number.isInteger(value) || value < least || value > most) {
    report(place, 'out-of-range', value, `${value} is not ${range}.`, {
      fix: wholeNumber(value, least, most),
    })
    return undefined
  }
  return value
}

function wholeNumber(value: number, least: number, most: number): string {
  if (Number.isNaN(value)) return `Was a text read that is no number? Write a whole number from ${least} to ${most}.`
  return `Write ${Math.round(Math.min(most, Math.max(least, value)))}.`
}

function fixForText(value: unknown): string | undefined {
  if (typeof value !== 'string' || !Number.isInteger(Number(value))) return undefined
  return `Write ${Number(value)}. A text from elsewhere can be read: Number(text).`
}
