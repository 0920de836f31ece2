export { GET } from '../nonce/route'
