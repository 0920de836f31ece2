import { withSallyport } from '@sallyport/next/config'
import { policy } from './policy.js'

export default withSallyport({}, policy)
