export function GET(_request: Request) {
  return new Response(null, { status: 304, headers: { etag: '"1"' } })
}
