import type { CompiledCsp } from './csp/policy.ts'
import type { AnswerDecision, ContinueDecision, HeaderPair, Reason, SetHeader } from './decision.ts'
import {
  createTemplate,
  FILLED,
  type Gap,
  type HeaderTemplate,
  METHOD,
  ORIGIN,
  type TemplateField,
  type TemplatePair,
} from './header-template.ts'
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

/** What a preflight asks for, as far as the answer repeats it. */
export interface Asked {
  readonly method: string
  readonly names: string
}

const NOTHING_ASKED: Asked = { method: '', names: '' }

// For the classes below, and for nobody who has one of their decisions: an outline is shared, and not frozen.
let outlineOf: <O extends Outline>(decision: TemplateDecision<O>) => O

/**
 * A decision that lists its headers only when somebody asks for the list: writing them needs none. So one that requests share is a
 * small object, and one for a single request costs little. Those that are shared are frozen.
 */
abstract class TemplateDecision<O extends Outline> {
  readonly #outline: O
  readonly #origin: string
  readonly #asked: Asked

  /** Values that no gap asks for may be left out. */
  constructor(outline: O, origin = '', asked: Asked = NOTHING_ASKED) {
    this.#outline = outline
    this.#origin = origin
    this.#asked = asked
  }

  get vary(): readonly string[] {
    return this.#outline.vary
  }

  get varyText(): string | undefined {
    return this.#outline.varyText
  }

  get reason(): Reason {
    return this.#outline.reason
  }

  /** A new list each time: nobody can change what another request gets. */
  get headers(): readonly HeaderPair[] {
    const pairs: HeaderPair[] = []
    this.eachOwnHeader(pairs, pushPair)
    return pairs
  }

  get firstHeader(): string | undefined {
    return this.#outline.template.first?.name
  }

  eachHeader<T>(target: T, set: SetHeader<T>): void {
    for (let field = this.#outline.template.first; field !== null; field = field.next) {
      const text = textOf(field, this.#origin, this.#asked)
      if (text !== undefined) set(target, field.name, text)
    }
  }

  eachOwnHeader<T>(target: T, set: SetHeader<T>): void {
    const { first, after } = this.#outline.template
    for (let field = first; field !== null && field !== after; field = field.next) {
      const text = textOf(field, this.#origin, this.#asked)
      if (text !== undefined) set(target, field.name, text)
    }
  }

  static {
    outlineOf = (decision) => decision.#outline
  }
}

/** Undefined for a header that is left out. */
function textOf(field: TemplateField, origin: string, asked: Asked): string | undefined {
  if (field.gap === FILLED) return field.text
  return field.gap === ORIGIN ? origin : answerTo(asked, field.gap)
}

function answerTo({ method, names }: Asked, gap: Gap): string | undefined {
  const text = gap === METHOD ? method : names
  return text === '' ? undefined : text
}

function pushPair(pairs: HeaderPair[], name: string, value: string): void {
  pairs.push([name, value])
}

export class TemplateContinue extends TemplateDecision<ContinueOutline> implements ContinueDecision {
  get kind(): 'continue' {
    return 'continue'
  }

  get csp(): CompiledCsp | null {
    return outlineOf(this).csp
  }

  /** For `JSON.stringify` and comparisons: all that was decided. */
  toJSON(): object {
    const { kind, vary, reason, csp, headers } = this
    return { kind, vary, reason, csp, headers }
  }
}

export class TemplateAnswer extends TemplateDecision<AnswerOutline> implements AnswerDecision {
  get kind(): 'answer' {
    return 'answer'
  }

  get status(): number {
    return outlineOf(this).status
  }

  /** For `JSON.stringify` and comparisons: all that was decided. */
  toJSON(): object {
    const { kind, vary, reason, status, headers } = this
    return { kind, vary, reason, status, headers }
  }
}

// What requests share is not only the objects: who has one has its `constructor` as well, and what that extends.
for (const shared of [TemplateDecision, TemplateContinue, TemplateAnswer]) {
  Object.freeze(shared.prototype)
  Object.freeze(shared)
}
