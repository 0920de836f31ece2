import { memoryStore } from './memory.ts'
import { describeStore } from './store-contract.test-kit.ts'

describeStore('memoryStore', async () => memoryStore())
