/** The filters, which live in the address: a view can be sent to somebody, and the way back works. */

type Changes = Readonly<Record<string, string | null>>

export function filterOf(name: string): string | null {
  return new URLSearchParams(location.search).get(name)
}

/** @param changes What is null goes. */
export function setFilters(changes: Changes): void {
  const parameters = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) parameters.delete(name)
    else parameters.set(name, value)
  }
  const query = parameters.toString()
  history.pushState(null, '', query === '' ? location.pathname : `?${query}`)
  dispatchEvent(new Event('filters'))
}

export function onFilters(listener: () => void): void {
  addEventListener('filters', listener)
  addEventListener('popstate', listener)
}

/** Where the data of this view is. Relative, since only the app knows where the page is mounted. */
export function dataAddress(): string {
  const parameters = new URLSearchParams(location.search)
  parameters.set('format', 'json')
  return `?${parameters}`
}
