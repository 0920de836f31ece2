/**
 * Hosts by their labels from the right. Looking a host up takes as long as the host is long, however many are in the tree: a map by whole
 * names would need one look-up, as long as the rest of the name, for every label.
 */
export interface HostTree<Entry> {
  /** Of the host itself. */
  readonly exact: Entry[]
  /** Of the wildcard: for every host below. */
  readonly below: Entry[]
  readonly children: Map<string, HostTree<Entry>>
}

export function createHostTree<Entry>(): HostTree<Entry> {
  return { exact: [], below: [], children: new Map() }
}

/** `host` in lower case, `*.` before it for a wildcard. */
export function addHost<Entry>(tree: HostTree<Entry>, host: string, entry: Entry): void {
  const isWildcard = host.startsWith('*.')
  let node = tree
  for (const label of labelsOf(isWildcard ? host.slice(2) : host)) {
    const child = node.children.get(label) ?? createHostTree<Entry>()
    node.children.set(label, child)
    node = child
  }
  if (isWildcard) node.below.push(entry)
  else node.exact.push(entry)
}

/** What a tree has near a host. */
export interface HostLookup<Entry> {
  /** Of hosts that match it: itself, and wildcards above. */
  readonly matching: readonly Entry[]
  /** Of hosts that it is a subdomain of. */
  readonly parents: readonly Entry[]
  /** Of wildcards below it. */
  readonly apexes: readonly Entry[]
}

export function lookUpHost<Entry>(tree: HostTree<Entry>, host: string): HostLookup<Entry> {
  const above: (readonly Entry[])[] = []
  const parents: (readonly Entry[])[] = []
  let node = tree
  for (const label of labelsOf(host)) {
    above.push(node.below)
    parents.push(node.exact)
    const child = node.children.get(label)
    if (child === undefined) return { matching: above.flat(), parents: parents.flat(), apexes: [] }
    node = child
  }
  return { matching: [...above, node.exact].flat(), parents: parents.flat(), apexes: node.below }
}

function labelsOf(host: string): readonly string[] {
  return host.split('.').reverse()
}
