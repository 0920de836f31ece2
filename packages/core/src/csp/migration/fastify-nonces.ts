import { at, type Place, report, type UnknownRecord } from '../../validate.ts'
import { optionsOf } from './helmet-directives.ts'
import { DRAWN_NONCE } from './nonce-function.ts'

/**
 * The options of the policy as `@fastify/helmet` hands them to helmet when `enableCSPNonces` is true: a nonce is added to the lists of
 * scripts and styles, and what stands there and is no array is lost.
 */
export function addFastifyNonces(given: unknown, place: Place): UnknownRecord {
  const options = optionsOf(given)
  const directives: Record<string, unknown> = { ...optionsOf(options.directives) }
  // Without any options of a policy it takes the lists of helmet's defaults, where all are arrays.
  const isDefault = !given
  for (const [kebab, camel, standard] of [
    ['script-src', 'scriptSrc', ["'self'"]],
    ['style-src', 'styleSrc', ["'self'", 'https:', "'unsafe-inline'"]],
  ] as const) {
    const key = Array.isArray(directives[kebab]) || isDefault ? kebab : camel
    const list: unknown = isDefault ? standard : directives[key]
    if (!Array.isArray(list)) reportLost(list, key, kebab, options, at(at(place, 'directives'), key))
    directives[key] = [...(Array.isArray(list) ? list : []), DRAWN_NONCE]
  }
  return { ...options, directives }
}

function reportLost(value: unknown, key: string, name: string, options: UnknownRecord, place: Place): void {
  const isLeftOut = value === undefined
  if (isLeftOut && options.useDefaults !== undefined && !options.useDefaults) return
  const message = isLeftOut
    ? `enableCSPNonces puts the nonce in place of helmet's default for ${name}: nothing but the nonce is admitted.`
    : `enableCSPNonces drops what ${key} holds, because it is no array: nothing but the nonce is admitted.`
  report(place, 'dead-value', value, message, { severity: 'warning', fix: 'List what else is needed, in an array.' })
}
