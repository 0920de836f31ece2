import 'reflect-metadata'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Controller, Get, Header, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { SallyportModule } from '@sallyport/nest'
import { topology } from '../../topology.ts'

@Controller()
class CheckoutController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return page()
  }
}

@Module({
  imports: [SallyportModule.forRoot(topology.configFor('checkout'))],
  controllers: [CheckoutController],
})
class CheckoutModule {}

const app = await NestFactory.create<NestExpressApplication>(CheckoutModule, { logger: ['error', 'warn'] })
const font = import.meta.resolve('@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2')
// The compiled file is dist/teams/checkout/main.js.
app.useStaticAssets(join(import.meta.dirname, '../../../public'), { index: false })
app.useStaticAssets(dirname(fileURLToPath(font)), { index: false, prefix: '/fonts' })

const { host, port } = topology.listen('checkout')
await app.listen(port, host)

// No nonce here: this page has one script, and it comes from its own origin, which the policy admits by name.
function page(): string {
  const { api, shell } = topology.origins
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Checkout</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/style.css">
<body data-api="${api}" data-shell="${shell}">
<main>
  <h1>Your cart</h1>
  <ul id="items"></ul>
  <dl id="sums"></dl>
  <button id="order" type="button" disabled>Place the order</button>
  <p id="status" role="status"></p>
</main>
<script type="module" src="/app.js"></script>
</html>
`
}
