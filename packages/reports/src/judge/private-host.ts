/** Whether a host, as the URL parser writes it, is reached from the visitor's own machine or network alone (RFC 1918, 3927, 4193, 4291, 6761, 8375). */
export function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return isPrivateAddress6(host)
  const last = host.charCodeAt(host.length - 1)
  if (last >= 0x30 && last <= 0x39) return isPrivateAddress4(host)
  return NAMES.some((name) => host === name || host.endsWith(`.${name}`))
}

const NAMES: readonly string[] = ['localhost', 'local', 'home.arpa', 'internal']

function isPrivateAddress4(host: string): boolean {
  const [first = '', second = ''] = host.split('.', 2)
  if (first === '10' || first === '127' || first === '0') return true
  if (first === '192') return second === '168'
  if (first === '169') return second === '254'
  if (first !== '172') return false
  const number = Number(second)
  return number >= 16 && number <= 31
}

function isPrivateAddress6(host: string): boolean {
  if (host === '[::1]') return true
  // fe80::/10 link-local, fc00::/7 unique local. Four digits: the parser leaves leading zeros out, and [fc::1] is public.
  const start = host.slice(1, 5)
  return !start.includes(':') && PREFIXES.some((prefix) => start.startsWith(prefix))
}

const PREFIXES: readonly string[] = ['fe8', 'fe9', 'fea', 'feb', 'fc', 'fd']
