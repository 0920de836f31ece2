import type { FastifyInstance } from 'fastify'

/** Fastify has a logger of its own only where it was asked for. */
export function tell({ log }: FastifyInstance, text: string, name: 'SallyportWarning' | 'SallyportRefusal'): void {
  if ('level' in log) log.warn(text)
  else process.emitWarning(text, name)
}

export function warn(message: string): void {
  process.emitWarning(message, 'SallyportWarning')
}
