import { describeContract } from './contract.ts'
import { describeMirror } from './mirror.ts'
import { describeMounts } from './mounts.ts'

describeContract('next')
describeMirror('next')
describeMounts('next')
