/** What nobody should be able to put anywhere. */
const SPOILT = 'https://evil.test'

// Shared with everything else that runs, and nothing of ours.
const INTRINSICS: ReadonlySet<unknown> = new Set([
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Map.prototype,
  Set.prototype,
  WeakMap.prototype,
  Promise.prototype,
  Error.prototype,
  ...[Object, Function, Array, Map, Set, WeakMap, Promise, Error],
])

/** Everything that can be had from a value: properties of every kind, what getters and `toJSON` return, members, prototypes. */
function reach(root: unknown, except: ReadonlySet<unknown>): ReadonlySet<object> {
  const found = new Set<object>()
  const open: unknown[] = [root]
  while (open.length > 0) {
    const one = open.pop()
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null) continue
    if (INTRINSICS.has(one) || except.has(one) || found.has(one)) continue
    found.add(one)
    for (const key of Reflect.ownKeys(one)) open.push(read(one, key))
    const json = read(one, 'toJSON')
    if (typeof json === 'function') open.push(attempt(() => Reflect.apply(json, one, [])))
    // A getter of a prototype is read on what has it.
    for (const key of ['headers', 'vary', 'varyText', 'csp', 'findings', 'current', 'nonceless'])
      open.push(read(one, key))
    if (one instanceof Map || one instanceof Set) for (const member of one.values()) open.push(member)
    open.push(Reflect.getPrototypeOf(one))
  }
  return found
}

function read(from: object, key: PropertyKey): unknown {
  return attempt(() => Reflect.get(from, key))
}

function attempt(act: () => unknown): unknown {
  try {
    return act()
  } catch {
    // Frozen things throw when they are changed, getters of classes when they are read elsewhere. Both are as it should be.
    return undefined
  }
}

const METHODS = [
  ['push', SPOILT],
  ['unshift', SPOILT],
  ['splice', 0, 1, SPOILT],
  ['fill', SPOILT],
  ['reverse'],
  ['sort'],
  ['copyWithin', 0, 1],
  ['shift'],
  ['pop'],
  ['set', 'origin', SPOILT],
  ['add', SPOILT],
  ['clear'],
] as const

/**
 * Tries to change everything that can be reached from `root`, by every means of the language, and says where it worked: for reading,
 * not for judging, because what is made for one request may be changed. `except` is left alone.
 */
export function spoil(root: unknown, except: ReadonlySet<unknown> = new Set()): void {
  const stackTraceLimit: unknown = Reflect.get(Error, 'stackTraceLimit')
  // Most attempts end in an error that nobody looks at.
  Reflect.set(Error, 'stackTraceLimit', 0)
  for (const one of reach(root, except)) {
    for (const [method, ...args] of METHODS) {
      const change = read(one, method)
      if (typeof change === 'function' && isCollection(one)) attempt(() => Reflect.apply(change, one, args))
    }
    for (const key of [
      ...Reflect.ownKeys(one),
      'headers',
      'vary',
      'eachHeader',
      'eachOwnHeader',
      'toJSON',
      'status',
      'kind',
      '0',
      'length',
    ]) {
      attempt(() => Reflect.set(one, key, SPOILT))
      attempt(() => Reflect.defineProperty(one, key, { value: SPOILT, configurable: true, writable: true }))
      attempt(() => Reflect.defineProperty(one, key, { get: () => SPOILT }))
      attempt(() => Reflect.deleteProperty(one, key))
    }
    attempt(() => Reflect.setPrototypeOf(one, spoiltPrototype))
  }
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
}

function isCollection(one: object): boolean {
  return Array.isArray(one) || one instanceof Map || one instanceof Set
}

const spoiltPrototype = Object.freeze({
  vary: [SPOILT],
  get headers() {
    return [['access-control-allow-origin', SPOILT]]
  },
  eachHeader(target: unknown, set: (target: unknown, name: string, value: string) => void) {
    set(target, 'access-control-allow-origin', SPOILT)
  },
  eachOwnHeader(target: unknown, set: (target: unknown, name: string, value: string) => void) {
    set(target, 'access-control-allow-origin', SPOILT)
  },
})
