import { withSallyport } from '@sallyport/next/config'
import { topology } from '../topology.ts'

export default withSallyport({ poweredByHeader: false }, topology.configFor('shell'))
