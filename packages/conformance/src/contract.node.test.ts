import { describeContract } from './contract.ts'
import { describeMirror } from './mirror.ts'

describeContract('node')
describeMirror('node')
