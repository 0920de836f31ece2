import { resolve } from 'node:path'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ServeStaticModule } from '@nestjs/serve-static'
import { hashFolder } from '@sallyport/html/folder'
import { SallyportModule } from '@sallyport/nest'

const { csp, routes } = await hashFolder('public')

@Module({
  imports: [SallyportModule.forRoot({ csp, routes }), ServeStaticModule.forRoot({ rootPath: resolve('public') })],
})
class AppModule {}

export const app = await NestFactory.create(AppModule)
await app.listen(process.env.PORT ?? 3000)
