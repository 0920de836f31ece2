import { type CustomDecorator, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { type CorsConfig, type CspSetting, type CsrfConfig, layerCsp, type RoutePolicy } from '@sallyport/core'
import type { PlatformResponse } from './platform.ts'
import { cspNonce } from './response-csp.ts'

/** The parts of a route's policy, each under the metadata key its decorator writes. */
const KEYS = { cors: 'sallyport:cors', csp: 'sallyport:csp', csrf: 'sallyport:csrf' } as const

export type Part = keyof typeof KEYS

/**
 * Who may read what this handler, or every handler of this controller, answers. Takes the place of `cors` in the module's
 * configuration; on a handler it takes the place of the controller's. `false` turns off the headers and the preflight.
 */
export function Cors(config: CorsConfig | false): CustomDecorator {
  return SetMetadata(KEYS.cors, config)
}

/**
 * What the pages of this handler or controller may load, run, frame and call, in place of the module's `csp`. `false`: no policy.
 * `{ append, replace, remove, restrict }` change what is further out instead: the controller's, and the module's.
 */
export function Csp(config: CspSetting): CustomDecorator {
  return SetMetadata(KEYS.csp, config)
}

/** Guards this handler or controller against cross-origin requests, in place of the module's `csrf`. Default `true`: own origin only. */
export function Csrf(config: CsrfConfig | boolean = true): CustomDecorator {
  return SetMetadata(KEYS.csrf, config)
}

/**
 * The nonce of this response, for `<script nonce>` and `<style nonce>`. Asking for it draws it and puts it into the CSP header;
 * `''` when the policy has no place for one. Handlers without this parameter get the static, stricter header.
 */
export const CspNonce: () => ParameterDecorator = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  cspNonce(context.switchToHttp().getResponse<PlatformResponse>()),
)

/** What the decorators of a handler and its controller say together. */
export interface Declaration {
  readonly policy: RoutePolicy
  /** Who said it, for messages: `UsersController` or `UsersController.find`. */
  readonly owners: Readonly<Partial<Record<Part, string>>>
}

export type Target = Parameters<Reflector['get']>[1]

/** Undefined when neither the handler nor its controller is decorated. */
export function readDeclaration(controller: Target, handler: Target, handlerName: string): Declaration | undefined {
  const reflector = new Reflector()
  const owners: Partial<Record<Part, string>> = {}
  const read = <T>(part: Part): T | undefined => {
    const own = reflector.get<T | undefined, string>(KEYS[part], handler)
    const value = own === undefined ? reflector.get<T | undefined, string>(KEYS[part], controller) : own
    if (value !== undefined) owners[part] = own === undefined ? controller.name : handlerName
    return value
  }
  const cors = read<CorsConfig | false>('cors')
  const csp = layered(read<CspSetting>('csp'), reflector.get<CspSetting | undefined, string>(KEYS.csp, controller))
  const csrf = read<CsrfConfig | boolean>('csrf')
  if (cors === undefined && csp === undefined && csrf === undefined) return undefined
  return {
    policy: {
      ...(cors === undefined ? {} : { cors }),
      ...(csp === undefined ? {} : { csp }),
      ...(csrf === undefined ? {} : { csrf }),
    },
    owners,
  }
}

const LAYERED = new WeakMap<object, Map<CspSetting, CspSetting>>()

/** Remembered, because handlers that say the same are known by its identity. */
function layered(own: CspSetting | undefined, controllers: CspSetting | undefined): CspSetting | undefined {
  if (typeof own !== 'object' || own === null || controllers === undefined || own === controllers) return own
  const known = LAYERED.get(own) ?? new Map<CspSetting, CspSetting>()
  LAYERED.set(own, known)
  const made = known.get(controllers) ?? layerCsp(controllers, own)
  known.set(controllers, made)
  return made
}
