import type { RangeName } from '../page-query.ts'

const HOUR = 3_600_000

const numbers = new Intl.NumberFormat()
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const utcDay = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
const utcDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const localDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const utcMoment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
const ago = new Intl.RelativeTimeFormat('en-GB', { style: 'short', numeric: 'always' })

export function formatNumber(value: number): string {
  return numbers.format(value)
}

export function formatShort(value: number): string {
  return value < 10_000 ? numbers.format(value) : short.format(value)
}

/** `1 report`, `2 reports`. */
export function formatCount(value: number, one: string, many = `${one}s`): string {
  return `${numbers.format(value)} ${value === 1 ? one : many}`
}

/** With seconds. */
export function formatClock(at: number): string {
  return clock.format(at)
}

export function formatMoment(at: number): string {
  return moment.format(at)
}

export function formatUtc(at: number): string {
  return `${utcMoment.format(at)} UTC`
}

export function formatAgo(at: number): string {
  const minutes = Math.max(0, Math.floor((Date.now() - at) / 60_000))
  if (minutes < 1) return 'just now'
  if (minutes < 60) return ago.format(-minutes, 'minute')
  if (minutes < 48 * 60) return ago.format(-Math.floor(minutes / 60), 'hour')
  return ago.format(-Math.floor(minutes / 1_440), 'day')
}

/** A bucket in full. Buckets of a day are days of UTC, whatever the visitor's own. */
export function formatBucket(start: number, hours: number): string {
  if (hours === 24) return `${utcDay.format(start)}, UTC`
  return `${dayAndTime.format(start)} – ${time.format(start + hours * HOUR)}`
}

/** What stands below the axis. */
export function formatTick(start: number, range: RangeName): string {
  if (range === '24h') return time.format(start)
  return range === '30d' ? utcDate.format(start) : localDate.format(start)
}
