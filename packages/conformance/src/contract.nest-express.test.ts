import { describeContract } from './contract.ts'
import { describeHandshakes } from './handshakes.ts'
import { describeMirror } from './mirror.ts'
import { describeMounts } from './mounts.ts'

describeContract('nest-express')
describeHandshakes('nest-express')
describeMirror('nest-express')
describeMounts('nest-express')
