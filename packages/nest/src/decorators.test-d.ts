import { Cors, Csp, CspNonce, Csrf } from './decorators.ts'

@Cors({ origins: ['https://*.example.com'], credentials: true })
@Csp({ directives: { 'default-src': ["'self'"] } })
@Csrf()
export class Accepted {
  @Cors(false)
  @Csp(false)
  @Csrf(false)
  off(): void {}

  @Csp({ append: { 'img-src': ['data:'] } })
  map(): void {}

  @Csp([{ directives: { 'img-src': ["'none'"] } }, { directives: { 'font-src': ["'none'"] }, reportOnly: true }])
  @Csrf({ trustedOrigins: 'cors' })
  page(@CspNonce() _nonce: string): void {}
}

export class Refused {
  // @ts-expect-error '*' means nothing to a browser once credentials are included
  @Cors({ origins: '*', credentials: true })
  everyone(): void {}

  // @ts-expect-error an unset variable is not an origin
  @Cors({ origins: [process.env.APP_ORIGIN] })
  unset(): void {}

  // @ts-expect-error a keyword without its quotes
  @Csp({ append: { 'img-src': ['self'] } })
  unquoted(): void {}

  // @ts-expect-error no directive of this name
  @Csp({ directives: { 'scripts-src': ["'self'"] } })
  misspelt(): void {}

  // @ts-expect-error who may read is always said
  @Cors()
  nobody(): void {}
}
