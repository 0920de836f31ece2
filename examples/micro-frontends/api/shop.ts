import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'

interface Session {
  name: string
  delivery: 'standard' | 'express'
  readonly favourites: Set<string>
  readonly cart: Map<string, number>
  readonly orders: { readonly number: number; readonly total: number }[]
  /** By idempotency key, so that an order sent twice is placed once. */
  readonly placed: Map<string, number>
}

interface Cart {
  readonly items: readonly {
    readonly id: string
    readonly name: string
    readonly price: number
    readonly quantity: number
  }[]
  readonly postage: number
  readonly total: number
}

const PRODUCTS = [
  { id: 'lantern', name: 'Storm lantern', price: 48 },
  { id: 'rope', name: 'Manila rope, 10 m', price: 22 },
  { id: 'compass', name: 'Brass compass', price: 65 },
  { id: 'flag', name: 'Signal flag', price: 14 },
] as const
const productParams = { type: 'object', properties: { id: { enum: PRODUCTS.map(({ id }) => id) } } }
const MOST_SESSIONS = 1000
const MOST_OF_ONE = 9

// Subdomains of one domain are one site, and `lax` is the safer choice there. Every name below localhost is a site of its own, so the
// cookie has to cross sites: plainly, where browsers still let it, and partitioned, for those that keep third parties' cookies apart.
const cookieKinds = process.env.DOMAIN
  ? [{ sameSite: 'lax' } as const]
  : [{ sameSite: 'none' } as const, { sameSite: 'none', partitioned: true } as const]

/** The shop behind the team apps: all in memory, one session for each visitor. */
export async function shop(app: FastifyInstance): Promise<void> {
  const sessions = new Map<string, Session>()

  function find(request: FastifyRequest): Session {
    const session = sessions.get(request.cookies.session ?? '')
    if (session === undefined) throw Object.assign(new Error('No session: open the shell first.'), { statusCode: 401 })
    return session
  }

  function cartOf({ cart, delivery }: Session): Cart {
    const items = PRODUCTS.flatMap((product) => {
      const quantity = cart.get(product.id) ?? 0
      return quantity > 0 ? [{ ...product, quantity }] : []
    })
    const goods = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
    const postage = goods === 0 ? 0 : delivery === 'express' ? 9 : 4
    return { items, postage, total: goods + postage }
  }

  app.put('/session', (request, reply) => {
    const known = request.cookies.session ?? ''
    if (!sessions.has(known)) {
      const oldest = sessions.keys().next().value
      if (sessions.size >= MOST_SESSIONS && oldest !== undefined) sessions.delete(oldest)
      const id = randomUUID()
      sessions.set(id, {
        name: 'Robin',
        delivery: 'standard',
        favourites: new Set(['compass']),
        cart: new Map([['rope', 1]]),
        orders: [],
        placed: new Map(),
      })
      const options = { path: '/', httpOnly: true, secure: true }
      reply.header(
        'set-cookie',
        cookieKinds.map((kind) => app.serializeCookie('session', id, { ...options, ...kind })),
      )
    }
    return reply.code(204).send()
  })

  app.get('/products', (request) => {
    const { favourites } = find(request)
    return PRODUCTS.map((product) => ({ ...product, favourite: favourites.has(product.id) }))
  })

  app.put<{ Params: { id: string }; Body: { favourite: boolean } }>(
    '/favourites/:id',
    { schema: { params: productParams, body: objectOf({ favourite: { type: 'boolean' } }) } },
    (request) => {
      const { favourites } = find(request)
      if (request.body.favourite) favourites.add(request.params.id)
      else favourites.delete(request.params.id)
      return { favourite: request.body.favourite }
    },
  )

  app.get('/cart', (request) => cartOf(find(request)))

  app.patch<{ Params: { id: string }; Body: { change: number } }>(
    '/cart/:id',
    { schema: { params: productParams, body: objectOf({ change: { enum: [-1, 1] } }) } },
    (request) => {
      const session = find(request)
      const quantity = (session.cart.get(request.params.id) ?? 0) + request.body.change
      session.cart.set(request.params.id, Math.min(MOST_OF_ONE, Math.max(0, quantity)))
      return cartOf(session)
    },
  )

  app.post<{ Headers: { 'idempotency-key': string } }>(
    '/orders',
    { schema: { headers: objectOf({ 'idempotency-key': { type: 'string', maxLength: 64 } }) } },
    (request, reply) => {
      const session = find(request)
      const key = request.headers['idempotency-key']
      const before = session.placed.get(key)
      if (before !== undefined) return { number: before }
      const { total } = cartOf(session)
      if (total === 0) return reply.code(409).send({ message: 'The cart is empty.' })
      const number = 1001 + session.orders.length
      session.orders.push({ number, total })
      session.placed.set(key, number)
      session.cart.clear()
      return { number }
    },
  )

  app.get('/account', (request) => accountOf(find(request)))

  app.patch<{ Body: { name?: string; delivery?: 'standard' | 'express' } }>(
    '/account',
    {
      schema: {
        body: {
          type: 'object',
          additionalProperties: false,
          properties: {
            name: { type: 'string', minLength: 1, maxLength: 40 },
            delivery: { enum: ['standard', 'express'] },
          },
        },
      },
    },
    (request) => {
      const session = find(request)
      session.name = request.body.name ?? session.name
      session.delivery = request.body.delivery ?? session.delivery
      return accountOf(session)
    },
  )
}

/** The JSON schema of an object that has all of these. */
function objectOf(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', required: Object.keys(properties), properties }
}

function accountOf({ name, delivery, orders }: Session): unknown {
  return { name, delivery, orders: orders.slice(-3) }
}
