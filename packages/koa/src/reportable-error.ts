/**
 * The error, in a form that Koa's own error handling survives. `throw null` would leave the request without an answer; a thrown
 * object with a BigInt in it, or a frozen error, fails where nothing catches it and ends the process.
 */
export function reportable(error: unknown): unknown {
  if (!isError(error)) return new Error(`A value that is no error was thrown: ${textOf(error)}`, { cause: error })
  return Object.isExtensible(error) ? error : thaw(error)
}

// As Koa tells them.
function isError(value: unknown): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]' || value instanceof Error
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return 'an object that is no JSON'
  }
}

function thaw(error: Error): Error {
  const thawed = new Error(error.message, { cause: error })
  // What Koa and http-errors put on an error: status, expose, headers.
  Object.assign(thawed, error)
  if (error.stack !== undefined) thawed.stack = error.stack
  thawed.name = error.name
  return thawed
}
