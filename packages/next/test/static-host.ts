import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'

export interface StaticHost {
  readonly url: string
  readonly close: () => Promise<void>
}

export interface StaticHostOptions {
  /** The site is below it. */
  readonly basePath?: string
  /** By path, sent with what is there. Default none, as of a host that knows nothing of policies. */
  readonly headers?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Changes pages on their way. */
  readonly change?: (html: string) => string
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.txt': 'text/plain',
}

/** Serves a folder as static hosts do: `/about` is `about.html` or `about/index.html`, and what is not there `404.html`. */
export async function startStaticHost(folder: string, options: StaticHostOptions = {}): Promise<StaticHost> {
  const { basePath = '' } = options
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host.invalid')
    // Browsers ask for it by themselves, and would complain.
    if (pathname === '/favicon.ico') return response.writeHead(204).end()
    const path = decodeURIComponent(pathname).slice(basePath.length) || '/'
    const found = pathname.startsWith(basePath) ? await findFile(folder, path) : undefined
    if (found === undefined)
      return send(response, 404, '404.html', await readFile(join(folder, '404.html')), options, '/404')
    return send(response, 200, found.name, found.content, options, pathname)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://localhost:${port}${basePath}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function findFile(folder: string, path: string): Promise<{ name: string; content: Buffer } | undefined> {
  const names = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`, `${path}/index.html`]
  for (const name of names) {
    const content = await readFile(join(folder, name)).catch(() => undefined)
    if (content !== undefined) return { name, content }
  }
  return undefined
}

function send(
  response: ServerResponse,
  status: number,
  name: string,
  content: Buffer,
  { headers = {}, change = (html) => html }: StaticHostOptions,
  path: string,
): void {
  const isPage = name.endsWith('.html')
  response.writeHead(status, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', ...headers[path] })
  response.end(isPage ? change(content.toString()) : content)
}
