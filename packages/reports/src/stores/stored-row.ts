import type { FieldReader } from './group-fields.ts'
import { fromStored } from './stored-text.ts'

/** What a driver gave as a row. Throws where that is none. */
export function fieldsOf(row: unknown): FieldReader {
  if (typeof row !== 'object' || row === null) throw new TypeError('the driver gives rows that are no objects')
  return (name) => {
    const value: unknown = Reflect.get(row, name)
    return typeof value === 'string' ? fromStored(value) : value
  }
}
