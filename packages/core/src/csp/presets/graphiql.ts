import type { CspObject } from '../config.ts'
import { checkUiPageOptions, type UiPageCspOptions, uiPageDirectives } from './ui-page.ts'

export interface GraphiqlCspOptions extends UiPageCspOptions {}

/**
 * For a page with GraphiQL 5. Its editor, Monaco, writes `<style>` elements and `style` attributes, brings fonts as `data:`, and runs its
 * languages in workers; from another origin (`assets`) a worker can only start as a `blob:`. Subscriptions over WebSocket to the own origin are
 * part of `'self'`.
 *
 * ```ts
 * compile({ csp: apiCsp(), routes: [{ path: '/graphiql', csp: graphiqlCsp({ apis: ['https://api.example.com'] }) }] })
 * ```
 *
 * @throws {ConfigError} when an option is unknown, unset or of the wrong type. Directives and sources are checked by `compile`.
 */
export function graphiqlCsp(options: GraphiqlCspOptions = {}): CspObject {
  checkUiPageOptions('graphiqlCsp', options)
  const { assets = [], reportOnly, directives } = options
  return {
    directives: {
      ...uiPageDirectives(options),
      // The assets too: what such a worker imports is fetched as a worker (HTML §10.2.4, "fetch a module worker script graph").
      'worker-src': ["'self'", ...(assets.length > 0 ? (['blob:', ...assets] as const) : [])],
      ...directives,
    },
    ...(reportOnly === undefined ? {} : { reportOnly }),
  }
}
