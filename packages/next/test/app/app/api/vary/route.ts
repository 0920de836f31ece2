export const GET = () => new Response('varies', { headers: { vary: 'accept' } })
