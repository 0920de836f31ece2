import { withSallyport } from '@sallyport/next/config'
import { policy } from './policy'

export default withSallyport({}, policy)
