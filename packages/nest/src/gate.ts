import type { ServerResponse } from 'node:http'
import { Server } from 'node:net'
import { Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common'
import type { AbstractHttpAdapter, ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core'
import {
  decide,
  describeFinding,
  type Finding,
  isPreflight,
  type Policy,
  type PolicyHandle,
  routeMethod,
} from '@sallyport/core'
import {
  closeUpgraded,
  decisionOf,
  enter,
  explainRefusals,
  guardUpgrades,
  tellAddress,
  viewRequest,
} from '@sallyport/node'
import { compileHandlers, findIndistinct, type HandlerPolicy } from './handler-policy.ts'
import { collectRoutes, type HandlerRoute } from './nest-internals.ts'
import {
  type FastifyRequest,
  isFastifyReply,
  isFastifyRequest,
  type PlatformRequest,
  type PlatformResponse,
  rawRequest,
  rawResponse,
} from './platform.ts'
import { chainRequestHook, chainUnroutedHook } from './request-hook.ts'
import { warnOfCorsRival, warnOfCspRival } from './rivals.ts'
import { createRouteTable, type RouteTable } from './route-table.ts'

const GUARDED = new WeakSet<AbstractHttpAdapter>()

/** Stands at the start of every request: before body parsing, middleware and guards, and for requests that reach no handler. */
export class Gate implements OnModuleInit, OnApplicationBootstrap {
  readonly #handle: PolicyHandle
  readonly #host: HttpAdapterHost
  readonly #modules: ModulesContainer
  readonly #config: ApplicationConfig
  readonly #logger = new Logger('Sallyport')
  readonly #refusals = explainRefusals((text) => this.#logger.warn(text))
  #table: RouteTable | undefined
  #watched = false
  #policies: ReadonlyMap<HandlerRoute, HandlerPolicy> = new Map()

  constructor(handle: PolicyHandle, host: HttpAdapterHost, modules: ModulesContainer, config: ApplicationConfig) {
    this.#handle = handle
    this.#host = host
    this.#modules = modules
    this.#config = config
  }

  // Not in the constructor: under Test.createTestingModule() there is no adapter yet.
  onModuleInit(): void {
    const adapter = this.#adapter
    if (adapter === undefined) return
    if (GUARDED.has(adapter)) {
      throw new Error('SallyportModule is set up twice. Import SallyportModule.forRoot() once, in the root module.')
    }
    GUARDED.add(adapter)
    chainRequestHook(adapter, (request, response) => this.#admit(request, response))
    // The servers of gateways, whose handshakes are no requests that reach the hook.
    const server: unknown = adapter.getHttpServer()
    if (server instanceof Server) guardUpgrades(server, this.#handle)
    chainUnroutedHook(adapter, (request, response) => this.#admitUnrouted(request, response))
  }

  async onApplicationBootstrap(): Promise<void> {
    const adapter = this.#adapter
    if (adapter === undefined) return
    const base = this.#handle.current
    const routes = await collectRoutes(this.#modules, this.#config, adapter)
    const { byRoute, findings } = compileHandlers(base, routes)
    this.#warn(base.findings)
    this.#warn(findings)
    for (const [first, other] of findIndistinct(routes)) {
      this.#logger.warn(
        `${first} and ${other} differ by version, which a preflight does not tell: the @Cors() of ${first} answers the preflights of both.`,
      )
    }
    warnOfCorsRival(adapter, this.#logger)
    if (byRoute.size === 0) return
    this.#policies = byRoute
    this.#table = createRouteTable(routes, (route) => byRoute.has(route), adapter, this.#config)
  }

  // Null for an app without HTTP, though the type does not say so.
  get #adapter(): AbstractHttpAdapter | undefined {
    return this.#host.httpAdapter ?? undefined
  }

  #admit(request: PlatformRequest, response: PlatformResponse): boolean | Promise<boolean> {
    const raw = rawRequest(request)
    const policy = this.#policyFor(request, response)
    // By trustProxy, Fastify's own setting. Express tells it on the request itself.
    if (policy.asksAddress && isFastifyRequest(request)) tellAddress(raw, request)
    const entered = enter(policy, raw, rawResponse(response), this.#refusals)
    if (entered === true && this.#watched) return true
    return entered instanceof Promise
      ? entered.then((open) => this.#pass(open, request, response))
      : this.#pass(entered, request, response)
  }

  #pass(open: boolean, request: PlatformRequest, response: PlatformResponse): boolean {
    if (open) {
      const raw = rawResponse(response)
      const decision = decisionOf(raw)
      // One response tells, because what it looks for is set on all.
      if (!this.#watched && decision !== undefined) warnOfCspRival(decision, raw, this.#logger)
      this.#watched = true
      return true
    }
    // Fastify's word for a response that was written past it; whatever looks at the reply later then takes it as sent.
    if (isFastifyReply(response)) response.hijack()
    closeUpgraded(rawRequest(request), rawResponse(response))
    return false
  }

  #policyFor(request: PlatformRequest, response: PlatformResponse): Policy {
    const base = this.#handle.current
    const route = this.#table === undefined ? undefined : this.#routeFor(this.#table, request, response)
    const policy = route === undefined ? undefined : this.#policies.get(route)
    return policy === undefined ? base : policy(base)
  }

  #routeFor(table: RouteTable, request: PlatformRequest, response: PlatformResponse): HandlerRoute | undefined {
    const view = viewRequest(rawRequest(request))
    return isPreflight(view) ? table.announced(request, routeMethod(view)) : table.reached(request, response)
  }

  // An answer cannot be given here: Fastify goes on to send its own, and would fail.
  #admitUnrouted(request: FastifyRequest, response: ServerResponse): void {
    const base = this.#handle.current
    if (decide(base, viewRequest(request.raw)).kind === 'continue') enter(base, request.raw, response)
  }

  #warn(findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (finding.severity === 'warning') this.#logger.warn(describeFinding(finding))
    }
  }
}
