import 'reflect-metadata'
import { type DynamicModule, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { Config } from '@sallyport/core'
import { SallyportModule, SallyportReportsModule } from '@sallyport/nest'
import { HOST, type RunningServer, urlOf } from '../../server.ts'
import { ECHO_PATH, echo, PAGE_PATH, page } from '../mounted.ts'
import { AppController } from './controller.ts'

@Module({})
class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SallyportModule.forRoot(config),
        SallyportReportsModule.forRoot({ path: ECHO_PATH, handler: echo }),
        SallyportReportsModule.forRoot({ path: PAGE_PATH, handler: page }),
      ],
      controllers: [AppController],
    }
  }
}

export async function startNest(
  platform: 'express' | 'fastify',
  config: Config,
  port: number,
  isBehindProxy: boolean,
): Promise<RunningServer> {
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter({ trustProxy: isBehindProxy })
  if (adapter instanceof ExpressAdapter) adapter.set('trust proxy', isBehindProxy)
  const app = await NestFactory.create(AppModule.with(config), adapter, {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  })
  await app.listen(port, HOST)
  return { url: urlOf(app.getHttpServer()), close: () => app.close() }
}
