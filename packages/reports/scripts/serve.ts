import { createServer, type IncomingMessage, type Server } from 'node:http'

/** Serves a Fetch handler over node:http on this machine alone, the least that the page needs: no bodies. */
export function serve(handler: (request: Request) => Promise<Response>, port: number): Promise<Server> {
  const server = createServer((incoming, response) => {
    void handler(toRequest(incoming)).then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers))
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
  })
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)))
}

function toRequest({ method = 'GET', url = '/', headers }: IncomingMessage): Request {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] satisfies [string, string]] : [],
  )
  return new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), { method, headers: given })
}
