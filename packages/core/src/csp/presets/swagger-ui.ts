import type { CspObject } from '../config.ts'
import { checkUiPageOptions, type UiPageCspOptions, uiPageDirectives } from './ui-page.ts'

export interface SwaggerUiCspOptions extends UiPageCspOptions {
  /**
   * Admits the badge of validator.swagger.io, which Swagger UI shows on pages that are not on localhost, and which tells that site where the API
   * description is. Default false: pass `validatorUrl: null` to Swagger UI, else its image is blocked.
   */
  readonly validator?: boolean
}

/**
 * For a page with Swagger UI 5, such as the one in `swagger-ui-dist`. Its scripts are files, so that no inline script runs; its logo brings a
 * `<style>` element, its icons are `data:` images, and images among the responses of the API are `blob:`.
 *
 * ```ts
 * compile({ csp: apiCsp(), routes: [{ path: '/docs/*', csp: swaggerUiCsp() }] })
 * ```
 *
 * @throws {ConfigError} when an option is unknown, unset or of the wrong type. Directives and sources are checked by `compile`.
 */
export function swaggerUiCsp(options: SwaggerUiCspOptions = {}): CspObject {
  checkUiPageOptions('swaggerUiCsp', options, ['validator'])
  const { assets = [], validator = false, reportOnly, directives } = options
  return {
    directives: {
      ...uiPageDirectives(options),
      'img-src': [
        "'self'",
        ...assets,
        'data:',
        'blob:',
        ...(validator ? (['https://validator.swagger.io'] as const) : []),
      ],
      ...directives,
    },
    ...(reportOnly === undefined ? {} : { reportOnly }),
  }
}
