import type { CompiledCsp, CspHeader } from '@sallyport/core'
import {
  type DirectiveText,
  hasSlot,
  joinHeader,
  NONCE_WORD,
  nameOf,
  type PolicyText,
  splitHeader,
  wordsOf,
} from './policy-text.ts'

const made = new WeakMap<CompiledCsp, CompiledCsp>()

/**
 * The same policies, written so that Next.js finds the nonce for its own scripts. It reads the enforced header if there is one, else
 * the report-only one; cuts it at semicolons alone; and takes the first directive whose name starts with `script-src`, else with
 * `default-src`, whether that one has a nonce or not.
 */
export function readableByNext(csp: CompiledCsp): CompiledCsp {
  let form = made.get(csp)
  if (form === undefined) {
    form = makeReadable(csp)
    made.set(csp, form)
  }
  return form
}

function makeReadable(csp: CompiledCsp): CompiledCsp {
  const [read, ...others] = csp.headers
  if (read === undefined || nextFindsNonce(read)) return csp
  const policies = splitHeader(read)
  const source = policies.find((policy) => scriptSlot(policy) !== undefined)
  if (source !== undefined) {
    const rest = policies.filter((policy) => policy !== source)
    // The order of policies, and of directives, means nothing to a browser; the space keeps the comma off the nonce.
    return withHeaders(csp, [joinHeader(read.name, [slotFirst(source), ...rest], ' , '), ...others])
  }
  if (!others.some((header) => splitHeader(header).some((policy) => scriptSlot(policy) !== undefined))) return csp
  // Only the report-only policy has a script nonce, and the enforced header hides it. Browsers skip directives they do not know.
  const [first = [], ...rest] = policies
  return withHeaders(csp, [joinHeader(read.name, [[['script-src-nonce', NONCE_WORD], ...first], ...rest]), ...others])
}

/** The directive that gives `<script>` elements their nonce. */
function scriptSlot(policy: PolicyText): DirectiveText | undefined {
  const find = (name: string) => policy.find((directive) => nameOf(directive) === name)
  const deciding = find('script-src-elem') ?? find('script-src') ?? find('default-src')
  return hasSlot(deciding) ? deciding : undefined
}

function slotFirst(policy: PolicyText): PolicyText {
  const slot = scriptSlot(policy)
  if (slot === undefined) return policy
  // A script-src that repeats default-src changes nothing, and is found before a script-src-attr.
  if (nameOf(slot) === 'default-src') return [['script-src', ...wordsOf(slot)], ...policy]
  return [slot, ...policy.filter((directive) => directive !== slot)]
}

/** What Next.js's getScriptNonceFromHeader does. */
function nextFindsNonce(header: CspHeader): boolean {
  const directives = header.chunks
    .join('N')
    .split(';')
    .map((directive) => directive.trim())
  const read =
    directives.find((directive) => directive.startsWith('script-src')) ??
    directives.find((directive) => directive.startsWith('default-src'))
  return read?.split(' ').includes("'nonce-N'") ?? false
}

function withHeaders(csp: CompiledCsp, headers: readonly CspHeader[]): CompiledCsp {
  return { ...csp, headers }
}
