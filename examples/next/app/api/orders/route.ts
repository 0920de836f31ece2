import { cors } from '@sallyport/next'

let order = { item: 'tea' }

// The app may read and change orders, with the visitor's cookies.
export const { GET, PUT, OPTIONS } = cors(
  { origins: ['https://app.example.com'], credentials: true, methods: ['PUT'], allowedHeaders: ['content-type'] },
  {
    GET: () => Response.json(order),
    PUT: async (request) => {
      order = { item: String((await request.json()).item) }
      return Response.json(order)
    },
  },
)
