import { withSallyport } from '@sallyport/next/config'
import { policy } from './policy.ts'

export default withSallyport({}, policy)
