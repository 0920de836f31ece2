import { describeContract } from './contract.ts'
import { describeMirror } from './mirror.ts'

describeContract('nest-express')
describeMirror('nest-express')
