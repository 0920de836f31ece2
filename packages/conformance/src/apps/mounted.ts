import type { FetchHandler } from '@sallyport/core'

/** Where the apps mount {@link echo}. */
export const ECHO_PATH = '/csp-reports'
/** Where they mount {@link page}. */
export const PAGE_PATH = '/reports/*'

/** Bytes of a body that {@link echo} takes. */
export const MOST_BYTES = 262_144

/** What {@link echo} answers a POST with. */
export interface Echo {
  readonly url: string
  readonly address: string | null
  readonly type: string | null
  readonly accept: string | null
  readonly body: string
  /** How many uploads have ended in their middle. */
  readonly cut: number
}

let cut = 0

const SHARED = { 'access-control-allow-origin': '*' }

/** In the place of a collector: takes posts from anywhere, answers preflights itself, stops a body that is too long, and tells what it was given. */
export const echo: FetchHandler = async (request, client) => {
  const { method, headers, url } = request
  if (url.includes('throw')) throw new Error('the secret of the handler')
  if (method === 'OPTIONS') {
    const preflight = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' }
    return new Response(null, { status: 204, headers: { ...SHARED, ...preflight } })
  }
  if (method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST, OPTIONS' } })
  const body = await readUpTo(MOST_BYTES, request.body).catch((error: unknown) => {
    cut++
    throw error
  })
  if (body === undefined) return new Response(null, { status: 413, headers: SHARED })
  const told: Echo = {
    url,
    address: client?.address ?? null,
    type: headers.get('content-type'),
    accept: headers.get('accept'),
    body,
    cut,
  }
  return Response.json(told, { headers: SHARED })
}

async function readUpTo(most: number, stream: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of stream ?? []) {
    bytes += chunk.byteLength
    if (bytes > most) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

const PAGE = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

/** In the place of the page of reports: in pieces, and with two cookies. */
export const page: FetchHandler = async ({ method, url }) => {
  const headers = new Headers(PAGE)
  headers.append('set-cookie', 'a=1; Path=/reports')
  headers.append('set-cookie', 'b=2; Path=/reports')
  const pieces = ['<!doctype html>', method, ' ', new URL(url).pathname]
  const body = new ReadableStream<string>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
  return new Response(body.pipeThrough(new TextEncoderStream()), { headers })
}
