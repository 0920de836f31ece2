import type { CspSetting } from '../../config.ts'
import type { CspConfig } from '../config.ts'
import { type CspChange, isChange } from './change.ts'

/**
 * What a setting and a more specific one say together: policies take the place of what is below, changes come after it.
 * Nothing is checked here.
 */
export function layerCsp(below: CspSetting | undefined, above: CspSetting): CspSetting {
  if (below === undefined || !isOnlyChanges(above)) return above
  if (below !== false) return [...listOf(below), ...listOf(above)]
  // Of nothing, only a restriction makes something.
  const restrictions = listOf(above).flatMap((change) =>
    isChange(change) && change.restrict !== undefined
      ? [{ directives: change.restrict, reportOnly: change.to === 'report-only' }]
      : [],
  )
  return restrictions.length > 0 ? restrictions : false
}

/** Whether the setting is about the policies of something else. */
export function isOnlyChanges(setting: CspSetting): boolean {
  const list = listOf(setting)
  return list.length > 0 && list.every(isChange)
}

function listOf(setting: CspSetting): readonly (CspConfig | CspChange)[] {
  if (setting === false) return []
  return isList(setting) ? setting : [setting]
}

// Array.isArray narrows a readonly array to any[].
function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
