import type { CompiledCsp } from './csp/policy.ts'
import type { AnswerDecision, ContinueDecision, HeaderPair, Reason, SetHeader } from './decision.ts'
import {
  createTemplate,
  FILLED,
  type HeaderTemplate,
  METHOD,
  ORIGIN,
  type TemplateField,
  type TemplatePair,
} from './header-template.ts'
import { mergeVary } from './http/vary.ts'

/** Everything about a decision but what the request fills in. */
interface Outline extends HeaderTemplate {
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
    ...createTemplate(pairs, csp?.nonceless ?? []),
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
  return { ...createTemplate(pairs, []), vary, varyText: mergeVary(undefined, vary), reason, status }
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
    return this.#outline.first?.name
  }

  eachHeader<T>(target: T, set: SetHeader<T>): void {
    fill(this.#outline.first, null, this.#origin, this.#asked, target, set)
  }

  eachOwnHeader<T>(target: T, set: SetHeader<T>): void {
    const { first, after } = this.#outline
    fill(first, after, this.#origin, this.#asked, target, set)
  }

  static {
    outlineOf = (decision) => decision.#outline
  }
}

function fill<T>(
  first: TemplateField | null,
  end: TemplateField | null,
  origin: string,
  asked: Asked,
  target: T,
  set: SetHeader<T>,
): void {
  for (let field = first; field !== null && field !== end; field = field.next) {
    const { gap } = field
    // One call for nearly every header: the compiler makes `set` part of the loop, and does that once.
    if (gap === FILLED || gap === ORIGIN) set(target, field.name, gap === FILLED ? field.text : origin)
    else setAsked(field.name, gap === METHOD ? asked.method : asked.names, target, set)
  }
}

/** What names nothing is left out. */
function setAsked<T>(name: string, text: string, target: T, set: SetHeader<T>): void {
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
