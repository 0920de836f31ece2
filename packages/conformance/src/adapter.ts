/** The adapters under the contract. `nest-express` and `nest-fastify` are one package on two platforms. */
export const ADAPTERS = ['fetch', 'node', 'fastify', 'koa', 'nest-express', 'nest-fastify', 'next'] as const

export type AdapterName = (typeof ADAPTERS)[number]

export function isAdapterName(text: string): text is AdapterName {
  return ADAPTERS.some((name) => name === text)
}
