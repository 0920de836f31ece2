import { showValue } from '../finding.ts'
import { nearestName } from '../nearest.ts'

// What TypeScript refuses and JavaScript hands over all the same. Each would otherwise be an answer to another question, such as that nothing
// is blocked. Policies and addresses are texts of any kind, and no matter for these.

const PROFILES: readonly string[] = ['spec', 'chromium', 'gecko', 'webkit']
const MEANT_BY_PROFILE: ReadonlyMap<string, string> = new Map([
  ['chrome', 'chromium'],
  ['edge', 'chromium'],
  ['firefox', 'gecko'],
  ['safari', 'webkit'],
])

/** @throws {TypeError} for a profile that does not exist. */
export function checkProfile(profile: unknown): void {
  checkChoice('profile', profile, PROFILES, MEANT_BY_PROFILE)
}

/** @throws {TypeError} for a value that is none of the choices. `meanings`: what people mean by names that are no misspellings. */
export function checkChoice(
  what: string,
  given: unknown,
  choices: readonly string[],
  meanings: ReadonlyMap<string, string> = NO_MEANINGS,
): void {
  if (typeof given === 'string' && choices.includes(given)) return
  const word = typeof given === 'string' ? given : ''
  const nearest = meanings.get(word) ?? nearestName(word, choices)
  const fix =
    nearest === undefined ? `It is one of ${choices.map(showValue).join(', ')}.` : `Did you mean ${showValue(nearest)}?`
  throw new TypeError(`${showValue(given)} is no ${what}. ${fix}`)
}

const NO_MEANINGS: ReadonlyMap<string, string> = new Map()

/** @throws {TypeError} for options that are no object. */
export function checkOptions(options: unknown): void {
  if (isObject(options)) return
  throw new TypeError(`The options are an object such as { profile: 'chromium' }, not ${showValue(options)}.`)
}

/** @throws {TypeError} for a page that is no object with an address. */
export function checkPage(page: unknown): void {
  if (isObject(page) && isAddress(page.url)) return
  throw new TypeError(`A page is { url: 'https://app.example.com/' }, not ${showValue(page)}.`)
}

/** @throws {TypeError} for anything but a list of policies. */
export function checkPolicyList(inputs: unknown): void {
  if (!Array.isArray(inputs)) {
    throw new TypeError(`Policies are a list such as [{ header: "default-src 'self'" }], not ${showValue(inputs)}.`)
  }
  for (const input of inputs) checkPolicyInput(input)
}

function checkPolicyInput(input: unknown): void {
  if (!isObject(input) || !(typeof input.header === 'string' || isParsed(input))) {
    // What a configuration holds is the likeliest mistake, and it looks like a parsed policy.
    const isConfig = isObject(input) && 'directives' in input
    const fix = isConfig ? ' Of a configuration, give the header that it sends.' : ''
    throw new TypeError(
      `A policy is { header: "default-src 'self'" } or what parseCsp made of it, not ${showValue(input)}.${fix}`,
    )
  }
  checkDelivery(input)
}

function isParsed({ text, directives }: Readonly<Record<string, unknown>>): boolean {
  return typeof text === 'string' && Array.isArray(directives)
}

/** @throws {TypeError} for a policy that came in a way that does not exist. */
export function checkDelivery({
  disposition,
  delivery,
}: {
  readonly disposition?: unknown
  readonly delivery?: unknown
}): void {
  if (disposition !== undefined) checkChoice('disposition', disposition, ['enforce', 'report'], MEANT_BY_DISPOSITION)
  if (delivery !== undefined) checkChoice('delivery', delivery, ['header', 'meta'])
}

const MEANT_BY_DISPOSITION: ReadonlyMap<string, string> = new Map([
  ['report-only', 'report'],
  ['reportOnly', 'report'],
])

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** URL objects are converted wherever a text is. */
export function isAddress(value: unknown): boolean {
  return typeof value === 'string' || value instanceof URL
}
