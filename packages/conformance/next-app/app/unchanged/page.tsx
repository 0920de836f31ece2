export { default } from '../html/page'
