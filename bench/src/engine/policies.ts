const DIRECTIVES = ['script-src', 'style-src', 'img-src', 'connect-src', 'font-src', 'frame-src']

/**
 * A policy of about so many bytes, made of hosts, as those grow that list what a page uses. `generation`: each changes every tenth host, as
 * releases do.
 */
export function policyOf(bytes: number, generation = 0): string {
  const lists = DIRECTIVES.map((name) => `${name} 'self'`)
  let length = lists.join('; ').length
  for (let index = 0; length < bytes; index++) {
    const host = `https://${index % 10 === 0 ? `v${generation}-` : ''}cdn${index}.service${index % 7}.example`
    lists[index % lists.length] += ` ${host}`
    length += host.length + 1
  }
  return `default-src 'none'; ${lists.join('; ')}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`
}

/** A policy whose `img-src` admits the asked host, among others that have nothing to do with it. */
export function listOf(count: number): string {
  const others = Array.from({ length: count - 1 }, (_, index) => `https://img${index}.service${index % 7}.example`)
  return `default-src 'none'; img-src ${[...others, 'https://images.shop.example'].join(' ')}`
}
