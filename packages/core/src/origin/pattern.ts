import type { FindingCode } from '../finding.ts'
import { diagnose } from './diagnosis.ts'
import { isNumber, lastLabel, readOriginPattern } from './grammar.ts'

/** A configured origin or origin pattern, taken apart. */
export interface OriginPattern {
  readonly text: string
  readonly scheme: string
  /** Without the `*.` of a wildcard. */
  readonly host: string
  /** `*.` stood before the host: one or more labels, never none. */
  readonly wildcard: boolean
  /** Digits, `''` for the scheme's default, or `*` for any. */
  readonly port: string
}

export interface PatternProblem {
  readonly code: FindingCode
  readonly message: string
  readonly fix: string
}

/**
 * Reads one entry of an origin list, strictly: HTML §7.1.1 "serialization of an origin", plus the two wildcards. Never throws.
 * Of http and https it takes what `new URL(text).origin === text` takes, but for port 0 and for hosts that DNS cannot name.
 */
export function parseOriginPattern(text: string): OriginPattern | PatternProblem {
  return readOriginPattern(text) ?? diagnose(text)
}

/** Hosts that never leave the machine (Secure Contexts §3.1): anything named localhost, 127.0.0.0/8 and ::1. */
export function isLoopback(host: string): boolean {
  if (host === '[::1]' || (host.startsWith('127.') && isNumber(lastLabel(host)))) return true
  return lastLabel(host) === 'localhost'
}

/** Whether one pattern admits every origin another admits. */
export function covers(wide: OriginPattern, narrow: OriginPattern): boolean {
  if (wide.scheme !== narrow.scheme) return false
  if (wide.port !== '*' && wide.port !== narrow.port) return false
  if (wide.host === narrow.host) return wide.wildcard === narrow.wildcard
  return wide.wildcard && narrow.host.endsWith(`.${wide.host}`)
}
