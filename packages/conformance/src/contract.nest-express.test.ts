import { describeContract } from './contract.ts'
import { describeHandshakes } from './handshakes.ts'
import { describeMirror } from './mirror.ts'

describeContract('nest-express')
describeHandshakes('nest-express')
describeMirror('nest-express')
