import { buildDecisions, type Decisions, share } from './cors/decisions.ts'
import type { CorsPolicy } from './cors/policy.ts'
import { askFirst } from './cors/resolved-decisions.ts'
import { formsOf } from './csp/forms.ts'
import type { CompiledCsp } from './csp/policy.ts'
import type { CsrfPolicy } from './csrf/compile.ts'
import type { RequestView } from './request.ts'
import { outlineContinue, TemplateContinue } from './template-decision.ts'

/** What holds for one part of the URL space. */
export interface Rule extends Decisions {
  /** The route's path, or `base`. */
  readonly name: string
  readonly parts: RuleParts
  /** The rule's CSP as it may be sent: the first is that of the rule's own decisions. */
  readonly policies: readonly CompiledCsp[]
  /** The decisions for a request, where its CSP depends on the scheme or the session. Null where it does not: then they are the rule's own. */
  readonly pick: ((request: RequestView) => Decisions) | null
}

export interface RuleParts {
  readonly cors: CorsPolicy | null
  readonly csp: CompiledCsp | null
  readonly csrf: CsrfPolicy | null
}

/**
 * Makes every decision that does not depend on the request, so that answering is mostly looking up.
 * `sharesPaths`: some routes are for some methods of their path only.
 */
export function buildRule(name: string, parts: RuleParts, sharesPaths: boolean): Rule {
  const { cors, csp } = parts
  const build = (form: CompiledCsp | null): Decisions =>
    cors === null ? withoutCors(form, sharesPaths) : withCors(cors, form)
  const forms = formsOf(csp)
  if (forms === null) {
    return Object.freeze({ name, parts, policies: csp === null ? NO_POLICIES : [csp], pick: null, ...build(csp) })
  }
  const made = forms.all.map(build)
  const [plain = build(csp)] = made
  const pick = (request: RequestView): Decisions => made[forms.pick(request)] ?? plain
  return Object.freeze({ name, parts, policies: forms.all, pick, ...plain })
}

const NO_POLICIES: readonly CompiledCsp[] = Object.freeze([])

// Another rule may answer preflights for other methods of the same path: then OPTIONS depends on what makes a preflight, here too.
const PREFLIGHT_MARKS: readonly string[] = Object.freeze(['origin', 'access-control-request-method'])
const NOTHING: readonly string[] = Object.freeze([])

function withoutCors(csp: CompiledCsp | null, sharesPaths: boolean): Decisions {
  const actual = share(new TemplateContinue(outlineContinue([], NOTHING, csp, 'no-cors')))
  const marks = sharesPaths ? PREFLIGHT_MARKS : NOTHING
  const options = share(new TemplateContinue(outlineContinue([], marks, csp, 'no-cors')))
  return { decideActual: () => actual, decideOptions: () => options, decidePreflight: () => options }
}

function withCors(cors: CorsPolicy, csp: CompiledCsp | null): Decisions {
  return cors.resolver === null ? buildDecisions(cors, csp) : askFirst(cors, csp)
}
