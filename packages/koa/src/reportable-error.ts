/**
 * The error, in a form that Koa's own error handling survives. `throw null` would leave the request without an answer; a thrown
 * object with a BigInt in it, a frozen error, or one whose status is read-only, fails where nothing catches it and ends the process.
 */
export function reportable(error: unknown): unknown {
  if (!isError(error)) return new Error(`A value that is no error was thrown: ${textOf(error)}`, { cause: error })
  return takesStatus(error) ? error : thaw(error)
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

/** Koa sets the status it has answered with. */
function takesStatus(error: Error): boolean {
  if (!Object.isExtensible(error)) return false
  for (let owner: object | null = error; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, 'status')
    if (property !== undefined) return property.writable === true || property.set !== undefined
  }
  return true
}

/** What Koa and http-errors read of an error, from the error itself or from its class. */
interface Answerable extends Error {
  readonly status?: unknown
  readonly statusCode?: unknown
  readonly expose?: unknown
  readonly headers?: unknown
}

function thaw(error: Answerable): Error {
  const thawed = new Error(error.message, { cause: error })
  const { status, statusCode, expose, headers } = error
  Object.assign(thawed, error, { status, statusCode, expose, headers })
  if (error.stack !== undefined) thawed.stack = error.stack
  thawed.name = error.name
  return thawed
}
