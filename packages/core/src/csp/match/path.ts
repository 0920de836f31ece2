import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'

/** Whether the path of a source covers that of a URL, both percent-encoded: CSP3 §6.7.2.12. */
export function matchesPath(source: string, url: string, profile: Profile): boolean {
  if (source === '' || (source === '/' && url === '')) return true // 1, 2
  if (differs(profile, 'path-decoded-whole')) {
    const wanted = percentDecode(source)
    const given = percentDecode(url)
    return wanted.endsWith('/') ? given.startsWith(wanted) : given === wanted
  }
  const isPrefix = source.endsWith('/') // 3
  const wanted = source.split('/') // 4
  const given = url.split('/')
  if (isPrefix) wanted.pop() // 7.2; what is left may be as long as the URL's only without its last piece
  const isLong = isPrefix ? wanted.length + 1 > given.length : wanted.length !== given.length // 5, 6
  return !isLong && wanted.every((piece, index) => percentDecode(piece) === percentDecode(given[index] ?? '')) // 8
}

const HEXADECIMAL = '0123456789abcdef'

/** URL §1.3, each byte as a character. The text is ASCII: a path of a source by its grammar, one of a URL by its parser. */
function percentDecode(text: string): string {
  if (!text.includes('%')) return text
  let decoded = ''
  for (let index = 0; index < text.length; index++) {
    const high = text.charAt(index) === '%' ? hexadecimal(text, index + 1) : -1
    const low = high === -1 ? -1 : hexadecimal(text, index + 2)
    if (low === -1) decoded += text.charAt(index)
    else {
      decoded += String.fromCharCode(high * 16 + low)
      index += 2
    }
  }
  return decoded
}

function hexadecimal(text: string, index: number): number {
  const character = text.charAt(index)
  return character === '' ? -1 : HEXADECIMAL.indexOf(character.toLowerCase())
}
