import type { CompiledCsp } from './csp/policy.ts'
import type { AnswerDecision, ContinueDecision, HeaderPair, Reason, SetHeader } from './decision.ts'
import { createTemplate, FILLED, type Gap, type HeaderTemplate, METHOD, ORIGIN, type TemplatePair } from './header-template.ts'
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
    const { template } = this.#outline
    fill(template, template.own, this.#origin, this.#asked, pairs, pushPair)
    return pairs
  }

  get firstHeader(): string | undefined {
    return this.#outline.template.names[0]
  }

  eachHeader<T>(target: T, set: SetHeader<T>): void {
    const { template } = this.#outline
    fill(template, template.names.length, this.#origin, this.#asked, target, set)
  }

  static {
    outlineOf = (decision) => decision.#outline
  }
}

function fill<T>(
  { names, texts, gaps }: HeaderTemplate,
  count: number,
  origin: string,
  asked: Asked,
  target: T,
  set: SetHeader<T>,
): void {
  for (let index = 0; index < count; index++) {
    const name = names[index] ?? ''
    const gap = gaps[index] ?? FILLED
    if (gap === FILLED) set(target, name, texts[index] ?? '')
    else if (gap === ORIGIN) set(target, name, origin)
    else answerAsked(gap, name, asked, target, set)
  }
}

function answerAsked<T>(gap: Gap, name: string, { method, names }: Asked, target: T, set: SetHeader<T>): void {
  const text = gap === METHOD ? method : names
  if (text !== '') set(target, name, text)
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
