import type { StartApp } from './variant.ts'

export const frameworks = ['node', 'fastify', 'koa', 'express', 'nest-fastify', 'nest-express'] as const

export type Framework = (typeof frameworks)[number]

/** Loads a framework: in the process that runs it, and in no other. */
export const apps: Readonly<Record<Framework, () => Promise<StartApp>>> = {
  node: async () => (await import('./apps/node.ts')).startNode,
  fastify: async () => (await import('./apps/fastify.ts')).startFastify,
  koa: async () => (await import('./apps/koa.ts')).startKoa,
  express: async () => (await import('./apps/express.ts')).startExpress,
  'nest-fastify': async () => (await import('./apps/nest-fastify.ts')).startNestFastify,
  'nest-express': async () => (await import('./apps/nest-express.ts')).startNestExpress,
}
