import { withSallyport } from '@sallyport/next/config'
import { policy } from './policy.mjs'

export default withSallyport({}, policy)
