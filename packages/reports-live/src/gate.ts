import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http'
import { FRAME } from './course.ts'

/** What the gate needs to know and tell. */
export interface GateOptions {
  /** Where the app at a host really is; undefined for none. */
  readonly appAt: (host: string) => string | undefined
  /** What was posted to a host, when the app there has answered. */
  readonly onReports: (host: string, body: string, status: number) => void
  /** Where the browser goes from here; fulfilled when it is time. */
  readonly next: (at: string) => Promise<string>
}

/** Stands in front of all apps as a proxy that ends TLS, and tells the browser where to go. */
export function createGate(options: GateOptions): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gate.test')
    if (pathname === '/drive/next') {
      void options.next(searchParams.get('at') ?? '').then((url) => response.end(url))
      return
    }
    if (pathname === FRAME) {
      response.setHeader('content-type', 'text/html')
      response.end(framingPage(searchParams.get('of') ?? ''))
      return
    }
    const { host = '' } = request.headers
    const target = options.appAt(host)
    if (target === undefined) response.writeHead(404).end()
    else passOn(request, response, target, (body, status) => options.onReports(host, body, status))
  }
}

function framingPage(url: string): string {
  return `<!doctype html><title>Framing</title><iframe src="${url}"></iframe><script>
fetch('/drive/next?at=' + encodeURIComponent(location.href)).then((answer) => answer.text()).then((url) => { location.href = url })
</script>`
}

function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  onPost: (body: string, status: number) => void,
): void {
  const { hostname, port } = new URL(target)
  const scheme = Reflect.get(request.socket, 'encrypted') === true ? 'https' : 'http'
  const headers = { ...request.headers, 'x-forwarded-proto': scheme, 'x-forwarded-for': '192.0.2.1' }
  const passed = sendRequest({ hostname, port, method: request.method, path: request.url, headers }, (answer) => {
    const { statusCode = 502 } = answer
    if (request.method === 'POST') onPost(Buffer.concat(chunks).toString(), statusCode)
    response.writeHead(statusCode, answer.rawHeaders)
    answer.pipe(response)
  })
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  passed.on('error', () => response.destroy())
  request.pipe(passed)
}
