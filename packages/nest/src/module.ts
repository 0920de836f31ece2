import {
  type DynamicModule,
  type FactoryProvider,
  type InjectionToken,
  Module,
  type ModuleMetadata,
  type OptionalFactoryDependency,
  type Provider,
} from '@nestjs/common'
import { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core'
import type { PolicyHandle, PolicySource } from '@sallyport/core'
import { toHandle } from '@sallyport/node'
import { Gate } from './gate.ts'

/** For injecting the {@link PolicyHandle} in force: `@Inject(POLICY_HANDLE) private readonly policy: PolicyHandle`. */
export const POLICY_HANDLE: unique symbol = Symbol('sallyport:policy-handle')

export interface SallyportAsyncOptions {
  /** Modules whose providers the factory needs. */
  readonly imports?: ModuleMetadata['imports']
  readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[]
  /** Makes what `forRoot` takes. What cannot be used stops the app at boot with a ConfigError. */
  readonly useFactory: FactoryProvider<PolicySource>['useFactory']
}

/** Puts every request of the app under a policy. Import it once, in the root module; it is global. */
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class SallyportModule {
  /** @throws {ConfigError} at once, when the configuration cannot be used. */
  static forRoot(source: PolicySource): DynamicModule {
    // Compiled here and not by a provider, whose errors an app created with `logger: false` would never show.
    return assemble({ provide: POLICY_HANDLE, useValue: toHandle(source) })
  }

  static forRootAsync({ imports, inject, useFactory }: SallyportAsyncOptions): DynamicModule {
    const provider: FactoryProvider<PolicyHandle> = {
      provide: POLICY_HANDLE,
      inject: [...(inject ?? [])],
      useFactory: async (...dependencies: unknown[]) => toHandle(await useFactory(...dependencies)),
    }
    return { ...assemble(provider), ...(imports === undefined ? {} : { imports }) }
  }
}

function assemble(handle: Provider): DynamicModule {
  return {
    module: SallyportModule,
    global: true,
    providers: [
      handle,
      {
        provide: Gate,
        inject: [POLICY_HANDLE, HttpAdapterHost, ModulesContainer, ApplicationConfig],
        useFactory: (
          policy: PolicyHandle,
          host: HttpAdapterHost,
          modules: ModulesContainer,
          config: ApplicationConfig,
        ) => new Gate(policy, host, modules, config),
      },
    ],
    exports: [POLICY_HANDLE],
  }
}

// As a call and not as a decorator, so that this package needs no decorator syntax to compile.
Module({})(SallyportModule)
