import { type CompiledCsp, DIRECTIVES, NONCE, type ParsedPolicy, parseCsp } from '@sallyport/core/csp'
import { ANY_NONCE, type Disposition, normalizePolicy, policyId } from '@sallyport/core/report'

// A blanked nonce is no base64, so that browsers and the matcher would take it for no nonce at all, and 'unsafe-inline' beside it for alive.
const STAND_IN = "'nonce-standin'"

/** One policy as the matcher takes it: what stands for a nonce is one that no element has. Never throws on any text. */
export function readPolicyText(text: string, disposition: Disposition = 'enforce'): ParsedPolicy | undefined {
  // A policy of a header has no comma; one with a comma came in a <meta> element, which parts nothing there.
  const delivery = text.includes(',') ? 'meta' : 'header'
  return parseCsp(replaceNonces(text, STAND_IN), { delivery, disposition }).at(0)
}

/** The same policy with the slot that configurations have for a nonce. */
export function toConfigText(text: string): string {
  return replaceNonces(text, NONCE)
}

/**
 * Under which names reports of a policy that concern a directive can be stored. It is not sent as it is written: `frame-ancestors` may be a policy of its own,
 * and on trial what browsers ignore then is left out.
 */
export function policyIdsOf(configText: string, directive: string): ReadonlySet<string> {
  const all = normalizePolicy(replaceNonces(configText, ANY_NONCE)).split('; ')
  const tried = all.filter((each) => DIRECTIVES.get(nameOf(each))?.reportOnly !== false)
  const isFraming = directive === FRAMING
  const part = (each: string) => (nameOf(each) === FRAMING) === isFraming
  const forms = [all, tried, all.filter(part), tried.filter(part)].filter(({ length }) => length > 0)
  return new Set(forms.map((form) => policyId(form.join('; '))))
}

function nameOf(directive: string): string {
  return directive.split(' ')[0] ?? ''
}

const FRAMING = 'frame-ancestors'

/** Each policy of a compiled list, enforced or not, as configurations have it. */
export function textsOf(csp: CompiledCsp): readonly string[] {
  return csp.headers.flatMap(({ chunks }) =>
    parseCsp(chunks.join(ANY_NONCE.slice("'nonce-".length, -1))).map(({ text }) => toConfigText(text.trim())),
  )
}

function replaceNonces(text: string, word: string): string {
  return text
    .split(';')
    .map((directive) =>
      directive
        .split(' ')
        .map((each) => (isNonce(each) ? word : each))
        .join(' '),
    )
    .join(';')
}

function isNonce(word: string): boolean {
  if (word === NONCE) return true
  return word.slice(0, "'nonce-".length).toLowerCase() === "'nonce-" && word.endsWith("'")
}
