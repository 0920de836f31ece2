import { showValue } from '../finding.ts'
import { isToken } from '../http/token.ts'
import { at, checkTexts, type Place, report, type UnknownRecord } from '../validate.ts'
import { REQUEST_FIELDS, RESPONSE_FIELDS } from './fields.ts'
import {
  CORS_REQUEST_HEADERS,
  CORS_RESPONSE_HEADERS,
  FORBIDDEN_RESPONSE_HEADERS,
  isForbiddenRequestHeader,
  SAFELISTED_REQUEST_HEADERS,
  SAFELISTED_RESPONSE_HEADERS,
} from './names.ts'
import { splitNames, wasJoined } from './split-names.ts'

const FETCH = 'https://fetch.spec.whatwg.org/'

export function compileAllowedHeaders(
  options: UnknownRecord,
  credentials: boolean,
  place: Place,
): '*' | readonly string[] {
  const { allowedHeaders } = options
  if (allowedHeaders === undefined) return []
  if (allowedHeaders === '*') {
    // With credentials the names are answered one by one, so nothing is left out.
    if (!credentials) {
      const message = 'By the standard, "*" covers every request header but Authorization; browsers are laxer so far.'
      report(at(place, 'allowedHeaders'), 'wildcard-skips-authorization', '*', message, {
        severity: 'info',
        fix: 'List the headers by name where pages send Authorization.',
        see: `${FETCH}#cors-non-wildcard-request-header-name`,
      })
    }
    return '*'
  }
  return checkHeaderNames(allowedHeaders, 'allowedHeaders', place, checkAllowed)
}

function checkAllowed(name: string, text: string, place: Place): boolean {
  const shown = showValue(text)
  if (CORS_RESPONSE_HEADERS.has(name)) {
    report(place, 'invalid-header', text, `${shown} is a response header, which a page does not send.`, {
      fix: 'Remove it: Sallyport sends it when it is due.',
      see: `${FETCH}#http-responses`,
    })
    return false
  }
  if (isForbiddenRequestHeader(name)) {
    report(place, 'invalid-header', text, `Browsers do not let a page set ${shown}.`, {
      fix: name === 'cookie' ? 'Remove it: cookies come with credentials: true.' : 'Remove it.',
      see: `${FETCH}#forbidden-request-header`,
    })
    return false
  }
  const see = RESPONSE_FIELDS.get(name)
  if (see !== undefined) {
    report(place, 'wrong-direction', text, `${shown} is a response header, but allowedHeaders are those of requests.`, {
      severity: 'warning',
      fix: 'To let pages read it, move it to exposedHeaders.',
      see,
    })
  }
  if (SAFELISTED_REQUEST_HEADERS.has(name)) {
    const message = `Pages can send ${shown} without it being listed, unless its value is over 128 bytes or has unusual characters.`
    report(place, 'useless-option', text, message, {
      severity: 'info',
      fix: 'Remove it if pages send usual values.',
      see: `${FETCH}#cors-safelisted-request-header`,
    })
  }
  return true
}

export function compileExposedHeaders(
  options: UnknownRecord,
  credentials: boolean,
  place: Place,
): '*' | readonly string[] {
  const { exposedHeaders } = options
  if (exposedHeaders === undefined) return []
  if (exposedHeaders === '*') {
    if (credentials) {
      const message = 'With credentials, browsers take the exposed header "*" for a header of that name.'
      report(at(place, 'exposedHeaders'), 'wildcard-with-credentials', '*', message, {
        fix: 'List the response headers that pages need.',
        see: `${FETCH}#cors-protocol-and-credentials`,
      })
    }
    return '*'
  }
  return checkHeaderNames(exposedHeaders, 'exposedHeaders', place, checkExposed)
}

function checkExposed(name: string, text: string, place: Place): boolean {
  const shown = showValue(text)
  if (FORBIDDEN_RESPONSE_HEADERS.has(name)) {
    report(place, 'invalid-header', text, `Browsers never let a page read ${shown}.`, {
      fix: 'Remove it.',
      see: `${FETCH}#forbidden-response-header-name`,
    })
    return false
  }
  if (CORS_REQUEST_HEADERS.has(name)) {
    report(place, 'invalid-header', text, `${shown} is a request header, which a page does not read.`, {
      fix: 'Remove it: Sallyport reads it.',
      see: `${FETCH}#http-requests`,
    })
    return false
  }
  const see = REQUEST_FIELDS.get(name)
  if (see !== undefined) {
    report(place, 'wrong-direction', text, `${shown} is a request header, but exposedHeaders are those of responses.`, {
      severity: 'warning',
      fix: 'To let pages send it, move it to allowedHeaders.',
      see,
    })
  }
  if (SAFELISTED_RESPONSE_HEADERS.has(name)) {
    report(place, 'useless-option', text, `Pages can read ${shown} without it being listed.`, {
      severity: 'info',
      fix: 'Remove it.',
      see: `${FETCH}#cors-safelisted-response-header-name`,
    })
  }
  if (CORS_RESPONSE_HEADERS.has(name)) {
    report(place, 'useless-option', text, `${shown} speaks to the browser; a page has no use for it.`, {
      severity: 'info',
      fix: 'Remove it: the browser heeds it without it being listed.',
    })
  }
  return true
}

function checkHeaderNames(
  value: unknown,
  key: 'allowedHeaders' | 'exposedHeaders',
  place: Place,
  allows: (name: string, text: string, place: Place) => boolean,
): readonly string[] {
  const list = at(place, key)
  if (wasJoined(value, key, String, list)) return []
  return checkTexts(value, list, "a list of header names or '*'", (text, here) => {
    if (text === '*') {
      const message = '"*" beside header names is read as a header of that name once credentials are sent.'
      report(here, 'wildcard-with-others', text, message, {
        fix: `Write ${key}: '*' without a list, or list every header by name.`,
      })
      return undefined
    }
    if (!isToken(text)) {
      const names = splitNames(text, String)
      report(here, 'invalid-header', text, `${showValue(text)} is not a header name.`, {
        fix: names === undefined ? 'Write a name such as x-request-id.' : `Make each an entry of its own: ${names}.`,
      })
      return undefined
    }
    const name = text.toLowerCase()
    return allows(name, text, here) ? name : undefined
  })
}
