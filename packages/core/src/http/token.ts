// RFC 9110 §5.6.2: the characters of a token.
const TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

const IS_TOKEN_CODE: Uint8Array = new Uint8Array(128)
for (const character of TOKEN_CHARACTERS) IS_TOKEN_CODE[character.charCodeAt(0)] = 1

export function isTokenCode(code: number): boolean {
  return IS_TOKEN_CODE[code] === 1
}

/** Whether the text is a token of RFC 9110 §5.6.2: what methods and header names are made of. */
export function isToken(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (!isTokenCode(text.charCodeAt(index))) return false
  }
  return text.length > 0
}
