import {
  type DynamicModule,
  type FactoryProvider,
  Logger,
  Module,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common'
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core'
import { answerWith, closeUpgraded, createMount, type Mount, type MountOptions } from '@sallyport/node'
import type { SallyportAsyncOptions } from './module.ts'
import {
  isFastifyReply,
  isFastifyRequest,
  type PlatformRequest,
  type PlatformResponse,
  rawRequest,
  rawResponse,
} from './platform.ts'
import { chainMount } from './request-hook.ts'

export interface ReportsAsyncOptions extends Pick<SallyportAsyncOptions, 'imports' | 'inject'> {
  /** Makes what `forRoot` takes. */
  readonly useFactory: FactoryProvider<MountOptions>['useFactory']
}

const MOUNT: unique symbol = Symbol('sallyport:mount')

/**
 * Has a collector of `@sallyport/reports`, or its page, answer what comes to a path, before bodies are read and before the app's middleware, guards and
 * interceptors. `SallyportModule` has no say about it, whichever is imported first: it has CORS of its own, and no guard. The path is the whole one: no global prefix
 * goes before it. Import it once for each path.
 */
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class SallyportReportsModule {
  /** @throws {TypeError} at once, when it cannot be mounted so. */
  static forRoot(options: MountOptions): DynamicModule {
    return assemble({ provide: MOUNT, useValue: createMount(options) })
  }

  static forRootAsync({ imports, inject, useFactory }: ReportsAsyncOptions): DynamicModule {
    const provider: FactoryProvider<Mount> = {
      provide: MOUNT,
      inject: [...(inject ?? [])],
      useFactory: async (...dependencies: unknown[]) => createMount(await useFactory(...dependencies)),
    }
    return { ...assemble(provider), ...(imports === undefined ? {} : { imports }) }
  }
}

function assemble(mount: Provider): DynamicModule {
  return {
    module: SallyportReportsModule,
    providers: [
      mount,
      {
        provide: Mounted,
        inject: [MOUNT, HttpAdapterHost],
        useFactory: (made: Mount, host: HttpAdapterHost) => new Mounted(made, host),
      },
    ],
  }
}

// As a call and not as a decorator, so that this package needs no decorator syntax to compile.
Module({})(SallyportReportsModule)

const TAKEN = new WeakMap<AbstractHttpAdapter, Set<string>>()

class Mounted implements OnModuleInit {
  readonly #mount: Mount
  readonly #host: HttpAdapterHost
  readonly #logger = new Logger('Sallyport')

  constructor(mount: Mount, host: HttpAdapterHost) {
    this.#mount = mount
    this.#host = host
  }

  // Not in the constructor: under Test.createTestingModule() there is no adapter yet.
  onModuleInit(): void {
    // Null for an app without HTTP, though the type does not say so.
    const adapter: AbstractHttpAdapter | null | undefined = this.#host.httpAdapter
    if (adapter === null || adapter === undefined) return
    const taken = TAKEN.get(adapter) ?? new Set()
    TAKEN.set(adapter, taken)
    const { path } = this.#mount
    if (taken.has(path)) {
      throw new Error(`SallyportReportsModule is set up twice for ${path}. Mount one handler on a path, once.`)
    }
    taken.add(path)
    chainMount(adapter, (request, response) => !this.#takes(request, response))
  }

  #takes(request: PlatformRequest, response: PlatformResponse): boolean {
    const raw = rawRequest(request)
    if (!this.#mount.covers(raw.url ?? '/')) return false
    // Fastify's word for a response that is written past it.
    if (isFastifyReply(response)) response.hijack()
    closeUpgraded(raw, rawResponse(response))
    void answerWith(this.#mount.handler, raw, rawResponse(response), {
      // By trustProxy, the setting of either platform.
      client: { address: request.ip },
      ...(isFastifyRequest(request) ? { address: request } : {}),
      onError: (error) => this.#logger.error(error),
    })
    return true
  }
}
