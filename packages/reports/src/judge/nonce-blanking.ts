const START = "'nonce-"
const ANY = "'nonce-*'"

/**
 * The policy with its nonces blanked, so that one policy is one text: else each response would have one of its own, to be parsed anew. What a browser does not read as a nonce stays
 * as it is, so that `normalizePolicy` makes the same of both texts.
 */
export function blankNonces(policy: string): string {
  let blanked = ''
  let kept = 0
  for (let start = policy.indexOf(START); start !== -1; start = policy.indexOf(START, start + START.length)) {
    if (!isValue(policy, start)) continue
    let end = start + START.length
    while (end < policy.length && !isEnd(policy.charCodeAt(end))) end++
    if (end - start === START.length || policy.charCodeAt(end - 1) !== QUOTE) continue
    blanked += policy.slice(kept, start) + ANY
    kept = end
  }
  return kept === 0 ? policy : blanked + policy.slice(kept)
}

/** Whether what begins here is a word of its own, and not the first of its directive, which is the name. */
function isValue(policy: string, start: number): boolean {
  let before = start - 1
  while (before >= 0 && isSpace(policy.charCodeAt(before))) before--
  return before >= 0 && before < start - 1 && policy.charCodeAt(before) !== SEMICOLON
}

const QUOTE = 0x27
const SEMICOLON = 0x3b

function isEnd(code: number): boolean {
  return isSpace(code) || code === SEMICOLON
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d
}
