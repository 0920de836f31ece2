import { describeContract } from './contract.ts'
import { describeHandshakes } from './handshakes.ts'
import { describeMirror } from './mirror.ts'
import { describeMounts } from './mounts.ts'

describeContract('nest-fastify')
describeHandshakes('nest-fastify')
describeMirror('nest-fastify')
describeMounts('nest-fastify')
