import type { FastifyHelmetOptions } from '@fastify/helmet'
import { fromHelmet, fromNosecone } from '@sallyport/core/csp'
import type { HelmetOptions } from 'helmet'
import type { Options } from 'nosecone'

declare const helmet: HelmetOptions
declare const fastify: FastifyHelmetOptions
declare const nosecone: Options

// What the libraries' own types admit is admitted here.
fromHelmet(helmet)
fromHelmet(fastify, { from: '@fastify/helmet' })
fromNosecone(nosecone)
if (typeof helmet.contentSecurityPolicy === 'object') fromHelmet(helmet.contentSecurityPolicy)
if (typeof nosecone.contentSecurityPolicy === 'object') fromNosecone(nosecone.contentSecurityPolicy)
