import { showValue } from '../../finding.ts'
import { at, checkBoolean, report, reportType } from '../../validate.ts'
import type { Reading } from './library.ts'

/** Undefined: cannot be translated, which is reported. */
export function readCredentials({ library, options, place }: Reading): boolean | undefined {
  const { credentials } = options
  const here = at(place, 'credentials')
  if (!credentials) return false
  if (credentials === true) return true
  if (library.name === 'cors') {
    const message = `${showValue(credentials)} is not true, and cors then sends no credentials header.`
    report(here, 'dead-value', credentials, message, { severity: 'warning', fix: 'Write true, or leave it out.' })
    return false
  }
  if (typeof credentials === 'function') {
    report(here, 'untranslatable-option', credentials, 'What a function decides is not known before it is asked.', {
      fix: 'Give the routes that need credentials a CORS part of their own.',
    })
    return undefined
  }
  checkBoolean(credentials, here)
  return undefined
}

const LONGEST_MAX_AGE = 86_400

/** Seconds; undefined: nothing to send. */
export function readMaxAge({ library, options, place }: Reading): number | undefined {
  const { maxAge } = options
  const here = at(place, 'maxAge')
  if (maxAge === undefined || maxAge === null || maxAge === '') return undefined
  if (library.name === '@koa/cors' && maxAge === 0) {
    report(here, 'dead-value', maxAge, '@koa/cors drops 0, so browsers remember a preflight for 5 seconds.', {
      severity: 'info',
      fix: 'To have nothing remembered, write maxAge: 0 in the new configuration.',
    })
    return undefined
  }
  const seconds = typeof maxAge === 'string' && isWhole(maxAge.trim()) ? Number(maxAge) : maxAge
  if (typeof seconds !== 'number' || !Number.isInteger(seconds)) {
    report(here, 'dead-value', maxAge, `${showValue(maxAge)} is not a number of seconds, and browsers ignore it.`, {
      severity: 'warning',
      fix: `Write a whole number from 0 to ${LONGEST_MAX_AGE}.`,
    })
    return undefined
  }
  const clipped = Math.min(Math.max(seconds, 0), LONGEST_MAX_AGE)
  if (clipped !== seconds) {
    const message = `${seconds} is not 0 to ${LONGEST_MAX_AGE} seconds; browsers take it for ${clipped}.`
    report(here, 'out-of-range', maxAge, message, { severity: 'info', fix: `Write ${clipped}.` })
  }
  return clipped
}

function isWhole(text: string): boolean {
  return text !== '' && text.length <= 9 && [...text].every((character) => character >= '0' && character <= '9')
}

/** The default when left out; undefined when it cannot be translated, which is reported. */
export function readPreflightStatus({ library, options, place }: Reading): number | undefined {
  const key = 'optionsSuccessStatus'
  if (library.name === '@koa/cors' || !Object.hasOwn(options, key)) return 204
  const status = options[key]
  const here = at(place, key)
  if (typeof status !== 'number' || !Number.isInteger(status)) {
    reportType(here, status, 'a status from 200 to 299, as a number')
    return undefined
  }
  if (status < 200 || status > 299) {
    const message = `With the status ${status} browsers refuse every preflight.`
    report(here, 'out-of-range', status, message, {
      fix: 'Write a status from 200 to 299.',
      see: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
    })
    return undefined
  }
  return status
}
