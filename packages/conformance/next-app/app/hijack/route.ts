// Next.js hands out no socket; the response is the same.
export function GET(_request: Request) {
  return new Response('hijacked', { headers: { vary: 'accept' } })
}
