import { withSallyport } from '@sallyport/next/config'
import { policy } from './policy.js'

export default withSallyport({ cacheComponents: true, partialPrefetching: true }, policy)
