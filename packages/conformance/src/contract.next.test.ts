import { describeContract } from './contract.ts'
import { describeMirror } from './mirror.ts'

describeContract('next')
describeMirror('next')
