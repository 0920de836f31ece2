import type { CompiledCsp } from './csp/policy.ts'
import type { AnswerDecision, ContinueDecision, HeaderPair, Reason, SetHeader } from './decision.ts'
import { createTemplate, type HeaderTemplate, METHOD, ORIGIN, type TemplatePair } from './header-template.ts'
import { mergeVary } from './http/vary.ts'

/** Everything about a decision but what the request fills in. */
interface Outline {
  readonly template: HeaderTemplate
  readonly vary: readonly string[]
  /** The same as text; undefined for nothing. */
  readonly varyText: string | undefined
  readonly reason: Reason
}

export interface ContinueOutline extends Outline {
  readonly csp: CompiledCsp | null
}

export interface AnswerOutline extends Outline {
  readonly status: number
}

export function outlineContinue(
  pairs: readonly TemplatePair[],
  vary: readonly string[],
  csp: CompiledCsp | null,
  reason: Reason,
): ContinueOutline {
  return {
    template: createTemplate(pairs, csp?.nonceless ?? []),
    vary,
    varyText: mergeVary(undefined, vary),
    reason,
    csp,
  }
}

export function outlineAnswer(
  status: number,
  pairs: readonly TemplatePair[],
  vary: readonly string[],
  reason: Reason,
): AnswerOutline {
  return { template: createTemplate(pairs, []), vary, varyText: mergeVary(undefined, vary), reason, status }
}

/**
 * A decision that lists its headers only when somebody asks for the list: writing them needs none. So one that requests share is a
 * small object, and one for a single request costs little. Those that are shared are frozen.
 */
abstract class TemplateDecision {
  readonly vary: readonly string[]
  readonly varyText: string | undefined
  readonly reason: Reason
  readonly #template: HeaderTemplate
  readonly #origin: string
  readonly #method: string
  readonly #names: string

  constructor(outline: Outline, origin: string, method: string, names: string) {
    this.vary = outline.vary
    this.varyText = outline.varyText
    this.reason = outline.reason
    this.#template = outline.template
    this.#origin = origin
    this.#method = method
    this.#names = names
  }

  /** A new list each time: nobody can change what another request gets. */
  get headers(): readonly HeaderPair[] {
    const pairs: HeaderPair[] = []
    this.#fill(this.#template.own, pairs, pushPair)
    return pairs
  }

  /** For `JSON.stringify` and comparisons: all that was decided, without the class and what follows from the rest. */
  toJSON(): object {
    const { varyText: _, ...own } = this
    return { ...own, headers: this.headers }
  }

  eachHeader<T>(target: T, set: SetHeader<T>): void {
    this.#fill(this.#template.names.length, target, set)
  }

  #fill<T>(count: number, target: T, set: SetHeader<T>): void {
    const { names, values } = this.#template
    for (let index = 0; index < count; index++) {
      const value = values[index]
      const name = names[index] ?? ''
      // Nearly all values are final, or the origin.
      if (typeof value === 'string') set(target, name, value)
      else if (value === ORIGIN) set(target, name, this.#origin)
      else if (value === METHOD) set(target, name, this.#method)
      else if (this.#names !== '') set(target, name, this.#names)
    }
  }

  get firstHeader(): string | undefined {
    return this.#template.names[0]
  }
}

function pushPair(pairs: HeaderPair[], name: string, value: string): void {
  pairs.push([name, value])
}

/** Values that no gap asks for are `''`. */
export class TemplateContinue extends TemplateDecision implements ContinueDecision {
  readonly kind = 'continue'
  readonly csp: CompiledCsp | null

  constructor(outline: ContinueOutline, origin: string, method = '', names = '') {
    super(outline, origin, method, names)
    this.csp = outline.csp
  }
}

export class TemplateAnswer extends TemplateDecision implements AnswerDecision {
  readonly kind = 'answer'
  readonly status: number

  constructor(outline: AnswerOutline, origin: string, method = '', names = '') {
    super(outline, origin, method, names)
    this.status = outline.status
  }
}

// What requests share is not only the objects: who has one has its `constructor` as well, and what that extends.
for (const shared of [TemplateDecision, TemplateContinue, TemplateAnswer]) {
  Object.freeze(shared.prototype)
  Object.freeze(shared)
}
