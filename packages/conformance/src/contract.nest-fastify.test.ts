import { describeContract } from './contract.ts'
import { describeMirror } from './mirror.ts'

describeContract('nest-fastify')
describeMirror('nest-fastify')
