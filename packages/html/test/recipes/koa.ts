import { hashFolder } from '@sallyport/html/folder'
import { sallyport } from '@sallyport/koa'
import Koa from 'koa'
import serve from 'koa-static'

const { csp, routes } = await hashFolder('public')
const app = new Koa()
app.use(sallyport({ csp, routes }))
app.use(serve('public', { extensions: ['html'] }))
export const server = app.listen(Number(process.env.PORT ?? 3000))
