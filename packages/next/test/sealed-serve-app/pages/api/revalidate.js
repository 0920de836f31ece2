export default async function handler(request, response) {
  await response.revalidate(String(request.query.path))
  response.end('done')
}
