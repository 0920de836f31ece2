// Words with more letters than this are rare, and tokens with fewer bits than 20 characters hold are guessed anyway.
const LONGEST_WORD = 20
const LONGEST_SEGMENT = 32

/**
 * Whether a piece of a path may be somebody's or some thing's: a number, UUID, hexadecimal or base64 token, address of mail, name with anything beyond ASCII, or just long.
 * Wrong towards yes: what is masked in vain costs a detail, what is kept in error is stored. Looks at each character once.
 */
export function isIdLike(segment: string): boolean {
  if (segment.length > LONGEST_SEGMENT) return true
  let capitals = 0
  let small = 0
  let start = 0
  for (let index = 0; index <= segment.length; index++) {
    const code = index === segment.length ? HYPHEN : segment.charCodeAt(index)
    if (isCapital(code)) capitals++
    else if (isSmall(code)) small++
    else if (!isDigit(code)) {
      // Everything else is a percent sign, an @, a parameter's =, …
      if (code !== HYPHEN && code !== DOT && code !== UNDERSCORE) return true
      if (isIdWord(segment, start, index)) return true
      start = index + 1
    }
  }
  // aGVsbG8gd29ybGQ, but myAccount and README.
  return segment.length >= 8 && capitals >= 3 && small >= 1
}

/** Of what stands between hyphens, dots and underscores. */
function isIdWord(text: string, start: number, end: number): boolean {
  const length = end - start
  if (length > LONGEST_WORD) return true
  let letters = 0
  let digits = 0
  let isHex = true
  let isMixed = false
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index)
    if (isDigit(code)) digits++
    else {
      // A letter behind a digit: 1a, x7f.
      if (digits > 0) isMixed = true
      letters++
      const letter = code | 0x20
      if (letter > LETTER_F) isHex = false
    }
  }
  if (isHex && length >= 8) return true
  // Kept with digits: v2, ie11.
  return digits > 0 && (letters === 0 || isMixed || digits > 2)
}

const HYPHEN = 0x2d
const DOT = 0x2e
const UNDERSCORE = 0x5f
const LETTER_F = 0x66

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a
}

function isSmall(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
