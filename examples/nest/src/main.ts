import { Body, Controller, Get, Header, Module, Put } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Cors, CspNonce, SallyportModule, strictCsp } from '@sallyport/nest'

@Controller()
class PageController {
  // Asking for the nonce puts it into the Content-Security-Policy of this response.
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(@CspNonce() nonce: string): string {
    return `<!doctype html>
<title>Sallyport and Nest</title>
<p id="order">The script was blocked.</p>
<script nonce="${nonce}">
  fetch('/api/orders').then((response) => response.json()).then(({ item }) => {
    document.getElementById('order').textContent = 'The script ran, and the order is ' + item
  })
</script>`
  }
}

// Under the module's policy: the app may read and change orders, with the visitor's cookies.
@Controller('api/orders')
class OrdersController {
  #order = { item: 'tea' }

  @Get()
  read(): object {
    return this.#order
  }

  @Put()
  change(@Body() order: { item: string }): object {
    this.#order = { item: String(order.item) }
    return this.#order
  }
}

// Under its own: every subdomain may read it, without cookies.
@Controller('api/status')
@Cors({ origins: ['https://*.example.com'] })
class StatusController {
  @Get()
  read(): object {
    return { up: true }
  }
}

const sallyport = SallyportModule.forRoot({
  cors: { origins: ['https://app.example.com'], credentials: true, methods: ['PUT'], allowedHeaders: ['content-type'] },
  csp: strictCsp({ mode: 'nonce' }),
  csrf: { trustedOrigins: 'cors' }, // Nobody else's page may send a PUT, POST or DELETE.
})

@Module({ imports: [sallyport], controllers: [PageController, OrdersController, StatusController] })
class AppModule {}

const app = await NestFactory.create(AppModule)
await app.listen(process.env.PORT ?? 3000)
console.log(`Listening on http://localhost:${process.env.PORT ?? 3000}`)
