import { isLoopback, type OriginPattern, parseOriginPattern } from '../../origin/pattern.ts'
import { characters, choice, type Expression, literal, optional, repeat, sequence, whole } from './expression.ts'
import { outlineExpression } from './expression-candidates.ts'
import { NotUnderstood, parseExpression } from './expression-parser.ts'
import { compileLanguage, findDifference, type Language, matches } from './language.ts'

export type ExpressionTranslation =
  | {
      readonly kind: 'patterns'
      readonly patterns: readonly string[]
      /** Origins that the expression admits and the patterns do not, each with what it shows. */
      readonly lost: readonly Loss[]
      /** An origin that the patterns admit and the expression does not: a name no registrar sells, or a port of this machine. */
      readonly gained: string | undefined
    }
  | { readonly kind: 'any' }
  | { readonly kind: 'none' }
  | { readonly kind: 'untranslatable'; readonly why: string }

export interface Loss {
  readonly origin: string
  readonly because: string
}

/**
 * The origin patterns that a regular expression stands for. Each is proved to admit nothing that the expression refuses: both are
 * compared as languages, nothing is guessed. Never throws for an expression that is valid.
 */
export function translateExpression(expression: RegExp): ExpressionTranslation {
  try {
    return translate(parseExpression(expression.source, expression.flags))
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error
    return { kind: 'untranslatable', why: `${error.message} is not understood` }
  }
}

function translate(tree: Expression): ExpressionTranslation {
  const given = compileLanguage(tree)
  const isNull = matches(given, 'null')
  if (isNull && findDifference([ANY_ORIGIN], [given]) === undefined) return { kind: 'any' }
  if (isNull) return { kind: 'untranslatable', why: 'it admits the null origin, which every sandboxed frame has' }
  if (findDifference([ANY_ORIGIN, given], []) === undefined) return { kind: 'none' }

  const accepted = new Map<string, OriginPattern>()
  let gained: string | undefined
  for (const { text, candidates, besides } of outlineExpression(tree)) {
    let refused: string | undefined
    let found = false
    for (const candidate of [...candidates, ...besides]) {
      const pattern = parseOriginPattern(candidate)
      if ('code' in pattern) continue
      const judged = judge(pattern, given)
      const isMain = candidates.includes(candidate)
      if (judged.admitted) {
        accepted.set(candidate, pattern)
        gained ??= judged.gained
        found ||= isMain
      } else if (isMain) {
        refused ??= `${candidate} would also admit ${judged.witness}, which it refuses`
      }
    }
    if (!found) return { kind: 'untranslatable', why: refused ?? `no pattern says ${text}` }
  }
  return { kind: 'patterns', patterns: [...accepted.keys()], lost: findLosses([...accepted.values()], given), gained }
}

type Judgement =
  | { readonly admitted: true; readonly gained: string | undefined }
  | { readonly admitted: false; readonly witness: string }

function judge(pattern: OriginPattern, given: Language): Judgement {
  const gained = findDifference([compileLanguage(describePattern(pattern, TOLERATED))], [given])
  const witness = gained && findDifference([compileLanguage(describePattern(pattern, REGISTERED))], [given])
  if (witness === undefined) return { admitted: true, gained }
  // Which port of the own machine a developer uses is nobody else's gain.
  const isPortOnly = pattern.port === '*' && !pattern.wildcard && isLoopback(pattern.host)
  const isShared = isPortOnly && findDifference([compileLanguage(describePorts(pattern)), given], []) !== undefined
  return isShared ? { admitted: true, gained: witness } : { admitted: false, witness }
}

function describePorts({ scheme, host }: OriginPattern): Expression {
  return whole(sequence(literal(`${scheme}://${host}:`), REGISTERED.port))
}

const DIGIT = characters('0123456789')
const ALPHANUMERIC = characters('abcdefghijklmnopqrstuvwxyz0123456789')
const HYPHENATED = characters('abcdefghijklmnopqrstuvwxyz0123456789-')

interface Names {
  readonly label: Expression
  readonly port: Expression
}

/** What can be registered and listened on: RFC 1123 §2.1, RFC 1035 §2.3.4. */
const REGISTERED: Names = {
  label: sequence(ALPHANUMERIC, optional(sequence(repeat(HYPHENATED, 0, 61), ALPHANUMERIC))),
  port: sequence(characters('123456789'), repeat(DIGIT, 0, 4)),
}

/** What a matcher lets pass for a label or a port. */
const TOLERATED: Names = {
  label: repeat(characters('abcdefghijklmnopqrstuvwxyz0123456789-_'), 1),
  port: repeat(DIGIT, 1, 5),
}

function describePattern({ scheme, wildcard, host, port }: OriginPattern, names: Names): Expression {
  const labels = wildcard ? repeat(sequence(names.label, literal('.')), 1) : literal('')
  const ports = port === '*' ? optional(sequence(literal(':'), names.port)) : literal(port === '' ? '' : `:${port}`)
  return whole(sequence(literal(`${scheme}://`), labels, literal(host), ports))
}

function describeOrigins(scheme: Expression): Language {
  const port = optional(sequence(literal(':'), REGISTERED.port))
  const name = sequence(REGISTERED.label, repeat(sequence(literal('.'), REGISTERED.label), 0))
  const address = sequence(literal('['), repeat(characters('0123456789abcdef:'), 1), literal(']'))
  return compileLanguage(whole(sequence(scheme, literal('://'), choice(name, address), port)))
}

const LETTER = characters('abcdefghijklmnopqrstuvwxyz')
const ANY_ORIGIN = describeOrigins(sequence(LETTER, repeat(characters('abcdefghijklmnopqrstuvwxyz0123456789+-.'), 0)))
const WEB_ORIGIN = describeOrigins(choice(literal('https'), literal('http')))

function findLosses(patterns: readonly OriginPattern[], given: Language): readonly Loss[] {
  const kept = patterns.map((pattern) => compileLanguage(choice(...spellings(pattern))))
  const isLost = (origin: string): boolean =>
    matches(given, origin) && !kept.some((language) => matches(language, origin))
  const losses = new Map<string, Loss>()
  for (const loss of patterns.flatMap(likelyLosses)) {
    if (!losses.has(loss.because) && isLost(loss.origin)) losses.set(loss.because, loss)
  }
  if (losses.size > 0) return [...losses.values()]
  const other = findDifference([WEB_ORIGIN, given], kept) ?? findDifference([ANY_ORIGIN, given], kept)
  return other === undefined ? [] : [{ origin: other, because: 'it is wider than it looks' }]
}

/** The pattern, and what no browser sends: the same with the default port. */
function spellings(pattern: OriginPattern): readonly Expression[] {
  const port = pattern.port !== '' ? undefined : { https: '443', http: '80' }[pattern.scheme]
  const plain = describePattern(pattern, TOLERATED)
  return port === undefined ? [plain] : [plain, describePattern({ ...pattern, port }, TOLERATED)]
}

/** What expressions for this pattern tend to admit beside it. */
function likelyLosses({ scheme, wildcard, host, port }: OriginPattern): readonly Loss[] {
  const ports = port === '' || port === '*' ? '' : `:${port}`
  const label = wildcard ? 'a.' : ''
  const name = label + host
  const other = scheme === 'https' ? 'http' : 'https'
  const dots = [...host].flatMap((character, index) =>
    character === '.' ? [`${scheme}://${label}${host.slice(0, index)}x${host.slice(index + 1)}${ports}`] : [],
  )
  return [
    { origin: `${scheme}://evil${host}${ports}`, because: 'it does not say where the host begins' },
    { origin: `${scheme}://${name}.evil.example${ports}`, because: 'it does not say where the host ends' },
    { origin: `${scheme}://${name}evil.example${ports}`, because: 'it does not say where the host ends' },
    ...dots.map((origin) => ({ origin, because: 'a full stop without a backslash is any character' })),
    { origin: `evil://${name}${ports}`, because: 'it does not say which scheme' },
    { origin: `${other}://${name}${ports}`, because: `it admits ${other} as well` },
    { origin: `${scheme}://${name}:8443`, because: 'it does not say which port' },
  ]
}
