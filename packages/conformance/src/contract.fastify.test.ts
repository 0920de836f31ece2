import { describeContract } from './contract.ts'
import { describeHandshakes } from './handshakes.ts'
import { describeMirror } from './mirror.ts'

describeContract('fastify')
describeHandshakes('fastify')
describeMirror('fastify')
