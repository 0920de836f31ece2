import 'reflect-metadata'
import type { ServerResponse } from 'node:http'
import { Controller, Get, Header, Module, Res, type Type } from '@nestjs/common'
import { SallyportModule } from '@sallyport/nest'
import { page, sallyportConfig } from '../set-up.ts'
import type { Variant } from '../variant.ts'

/** What Nest hands to a handler: Node's response, or Fastify's reply around it. */
export type NestResponse = ServerResponse | { readonly raw: ServerResponse }

/** The same module for both platforms, each with its own way to read a nonce. */
export function createModule({ guard, task }: Variant, nonceOf: (response: NestResponse) => string): Type {
  class PageController {
    page(response: NestResponse): string {
      return page(nonceOf(response))
    }
  }
  // Decorators as calls: Node runs this file as it is, and knows no decorator syntax.
  const handler = Object.getOwnPropertyDescriptor(PageController.prototype, 'page') ?? {}
  Controller()(PageController)
  Get()(PageController.prototype, 'page', handler)
  Header('content-type', 'text/html; charset=utf-8')(PageController.prototype, 'page', handler)
  Res({ passthrough: true })(PageController.prototype, 'page', 0)

  class AppModule {}
  const imports = guard === 'sallyport' ? [SallyportModule.forRoot(sallyportConfig(task))] : []
  Module({ imports, controllers: [PageController] })(AppModule)
  return AppModule
}

export function rawOf(response: NestResponse): ServerResponse {
  return 'raw' in response ? response.raw : response
}
