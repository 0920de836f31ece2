/**
 * The error, in a form that Koa's own error handling survives. `throw null` would leave the request without an answer, and of a
 * frozen error Koa tries to set the status, which fails where nothing catches it and ends the process.
 */
export function reportable(error: unknown): unknown {
  if (error === null || error === undefined) return new Error(`${error} was thrown`)
  if (error instanceof Error && Object.isFrozen(error)) return thaw(error)
  return error
}

function thaw(error: Error): Error {
  const thawed = new Error(error.message, { cause: error })
  // What Koa and http-errors put on an error: status, expose, headers.
  Object.assign(thawed, error)
  if (error.stack !== undefined) thawed.stack = error.stack
  thawed.name = error.name
  return thawed
}
