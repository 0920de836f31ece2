import { describeContract } from './contract.ts'
import { describeHandshakes } from './handshakes.ts'
import { describeMirror } from './mirror.ts'
import { describeMounts } from './mounts.ts'

describeContract('fastify')
describeHandshakes('fastify')
describeMirror('fastify')
describeMounts('fastify')
