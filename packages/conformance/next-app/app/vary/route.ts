export function GET(_request: Request) {
  return Response.json({ vary: true }, { headers: { vary: 'accept' } })
}
