// The proxy is a bundle of its own, which shares no module with the server that loads the cache handler.
const SETTLING = Symbol.for('@sallyport/next settles responses')

export function noteSettling(): void {
  Object.defineProperty(globalThis, SETTLING, { value: true })
}

/** Whether the server of this process sends each kept page with its own policy. */
export function settlesResponses(): boolean {
  return SETTLING in globalThis
}
