import type { CspChange } from '@sallyport/core'
import { changeCsp } from '@sallyport/node'
import type Koa from 'koa'

/** What the middleware adds to `ctx`. */
export interface SallyportContext {
  /**
   * Changes the content security policy of this response alone, before its headers go out: `ctx.csp({ append: { 'img-src': [host] } })`.
   * Several changes are made together, so their order means nothing. One that cannot be made leaves
   * the policy as it is, and a process warning says why.
   */
  csp(change: CspChange): void
}

function csp(this: Koa.Context, change: CspChange): void {
  changeCsp(this.res, change)
}

const PROPERTY: PropertyDescriptor = { value: csp, configurable: true, writable: true }

/** On the object that all contexts of the app inherit from, so that a request pays nothing for it. What is there already stays. */
export function exposeCsp(ctx: Koa.Context): void {
  if (!('csp' in ctx)) Object.defineProperty(ctx.app.context, 'csp', PROPERTY)
}
