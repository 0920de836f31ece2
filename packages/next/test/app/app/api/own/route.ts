import { cors } from '@sallyport/next'
import { notFound, redirect } from 'next/navigation'

export const { GET, DELETE, OPTIONS } = cors(
  { origins: ['https://partner.example'], methods: ['GET', 'DELETE'] },
  {
    GET: async (request) => {
      const outcome = request.nextUrl.searchParams.get('outcome')
      if (outcome === 'error') throw new Error('thrown on purpose')
      if (outcome === 'not-found') notFound()
      if (outcome === 'redirect') redirect('/api/hello')
      return new Response('own', { headers: { vary: 'accept' } })
    },
    DELETE: () => new Response(null, { status: 204 }),
  },
)
