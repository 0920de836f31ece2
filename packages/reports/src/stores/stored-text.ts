const BACKSLASH = 0x5c
const DELETE = 0x7f
const ESCAPE = '\\u'

/**
 * A text as every database can hold it, compare it and give it back: control characters, backslashes and surrogates without their other half become `\uXXXX`.
 * PostgreSQL refuses U+0000, and drivers turn half a surrogate into U+FFFD, so that two groups would become one. What URLs are made of stays as it is.
 */
export function toStored(text: string): string {
  let stored = ''
  let done = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) {
      index += 1
      continue
    }
    if (unit >= 0x20 && unit !== BACKSLASH && unit !== DELETE && !isHigh(unit) && !isLow(unit)) continue
    stored += text.slice(done, index) + ESCAPE + unit.toString(16).padStart(4, '0')
    done = index + 1
  }
  return done === 0 ? text : stored + text.slice(done)
}

/** The text that {@link toStored} was given. */
export function fromStored(stored: string): string {
  const [start = '', ...rest] = stored.split(ESCAPE)
  return rest.reduce((text, part) => {
    const unit = Number.parseInt(part.slice(0, 4), 16)
    return text + String.fromCharCode(unit) + part.slice(4)
  }, start)
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
