import { showValue } from '../finding.ts'
import { isToken } from '../http/token.ts'
import { at, checkTexts, type Place, report, type UnknownRecord } from '../validate.ts'
import { FORBIDDEN_METHODS, KNOWN_METHODS, NORMALISED_METHODS, SAFELISTED_METHODS } from './names.ts'
import { splitNames, wasJoined } from './split-names.ts'

const FETCH = 'https://fetch.spec.whatwg.org/'

export function compileMethods(options: UnknownRecord, place: Place): '*' | readonly string[] {
  const { methods } = options
  if (methods === undefined) return SAFELISTED_METHODS
  if (methods === '*') return '*'
  const here = at(place, 'methods')
  if (wasJoined(methods, 'methods', inCapitals, here)) return []
  return checkTexts(methods, here, "a list of methods or '*'", checkMethod)
}

/** As it is, unless it is a method of HTTP. */
function inCapitals(name: string): string {
  const capitals = name.toUpperCase()
  return NORMALISED_METHODS.has(capitals) || KNOWN_METHODS.has(capitals) ? capitals : name
}

function checkMethod(text: string, place: Place): string | undefined {
  if (text === '*') {
    const message = '"*" is any method, so it cannot be one of a list.'
    report(place, 'wildcard-with-others', text, message, { fix: "Write methods: '*' without a list." })
    return undefined
  }
  if (!isToken(text)) {
    const names = splitNames(text, inCapitals)
    const fix = names === undefined ? 'Write a method such as PUT.' : `Make each an entry of its own: ${names}.`
    report(place, 'invalid-method', text, `${showValue(text)} is not a method name.`, { fix })
    return undefined
  }
  const capitals = text.toUpperCase()
  if (FORBIDDEN_METHODS.has(capitals)) {
    const message = `Browsers never send ${showValue(text)} for a page.`
    report(place, 'invalid-method', text, message, { fix: 'Remove it.', see: `${FETCH}#forbidden-method` })
    return undefined
  }
  if (text === capitals) return text
  const see = `${FETCH}#concept-method-normalize`
  if (NORMALISED_METHODS.has(capitals)) {
    const message = `${showValue(text)} never matches: methods are compared with regard to case, and browsers send ${capitals}.`
    report(place, 'invalid-method', text, message, { fix: `Write ${capitals}.`, see })
    return undefined
  }
  if (KNOWN_METHODS.has(capitals)) {
    const message = `${showValue(text)} is not the method ${capitals}: methods are compared with regard to case, and browsers send this one as the page writes it.`
    report(place, 'invalid-method', text, message, { fix: `Write ${capitals}, here and in the page.`, see })
    return undefined
  }
  // A method of the app's own may be in any case; by custom it is in capitals.
  const message = `${showValue(text)} does not match ${capitals}: methods are compared with regard to case.`
  report(place, 'unusual-case', text, message, { severity: 'info', fix: `Write ${capitals} if pages send that.`, see })
  return text
}
