/**
 * The response for what `redirect()`, `notFound()`, `forbidden()` and `unauthorized()` throw in a route handler, as Next.js makes it;
 * undefined for an error.
 *
 * @throws what else Next.js throws on purpose (to leave prerendering), which only it can handle.
 */
export function controlFlowResponse(error: unknown): Response | undefined {
  const digest = digestOf(error)
  if (digest === undefined) return undefined
  const parts = digest.split(';')
  // NEXT_REDIRECT;<push|replace>;<url, which may hold semicolons>;<status>;
  if (parts[0] === 'NEXT_REDIRECT') {
    return new Response(null, { status: Number(parts.at(-2)), headers: { location: parts.slice(2, -2).join(';') } })
  }
  // NEXT_HTTP_ERROR_FALLBACK;<status>
  if (parts[0] === 'NEXT_HTTP_ERROR_FALLBACK') return new Response(null, { status: Number(parts[1]) })
  throw error
}

/** Next.js marks what it throws on purpose. */
function digestOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return undefined
  return typeof error.digest === 'string' ? error.digest : undefined
}
