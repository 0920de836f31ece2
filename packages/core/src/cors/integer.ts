import { type Place, report, reportType } from '../validate.ts'

/** A whole number within bounds, undefined when none is given or it is wrong. */
export function checkInteger(
  value: unknown,
  least: number,
  most: number,
  unit: string,
  place: Place,
): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number') {
    reportType(place, value, `${unit} from ${least} to ${most}, as a number`)
    return undefined
  }
  if (!Number.isInteger(value) || value < least || value > most) {
    const fix = `Write a whole number from ${least} to ${most}.`
    report(place, 'out-of-range', value, `${value} is not ${unit} from ${least} to ${most}.`, { fix })
    return undefined
  }
  return value
}
