import { describeFinding, type Policy } from '@sallyport/core'

const warned = new Set<string>()

/** Says once per page what its responses go without, and what to do about it. Not once per path: anyone can invent paths. */
export function warnAboutCacheable(page: string, withheld: readonly string[]): void {
  const [subject, scope] = page === '/_not-found' ? ['The not-found page', 'the root layout'] : [page, 'the page']
  warnOnce(
    page,
    `${subject} is prerendered or cached, so a nonce cannot reach its scripts: it is sent without ${withheld.join(' and ')}, and with the rest of the policy. ` +
      `To protect its scripts, render it per request (\`await connection()\` from 'next/server' in ${scope}), or give it a csp without NONCE in routes.`,
  )
}

export function warnAboutUnknown(path: string, withheld: readonly string[]): void {
  warnOnce(
    '',
    `Nothing here tells which pages are rendered per request (first asked for ${JSON.stringify(path)}), and a nonce on any other page would break it: such pages are sent without ${withheld.join(' and ')}, and with the rest of the policy. ` +
      "Run the proxy in the Node runtime with the build folder beside it, or list those pages: sallyport(config, { dynamic: ['/account/*'] }).",
  )
}

export function warnAboutKeptChange(page: string): void {
  warnOnce(
    `change ${page}`,
    `changeCsp() has no effect on ${page}: the page is kept between requests, and its policy with it. Give it a csp in routes, or render it per request.`,
  )
}

/** Says what is doubtful about a policy. Modules are loaded many times while developing, so once for each finding. */
export function warnAboutFindings(policy: Policy): void {
  for (const finding of policy.findings) {
    const text = describeFinding(finding)
    if (finding.severity === 'warning') warnOnce(text, text)
  }
}

// A refused source may come from a request, and there is no end to those.
const MOST_CHANGES = 100
let toldChanges = 0

export function warnAboutChange(why: string): void {
  if (warned.has(why) || toldChanges >= MOST_CHANGES) return
  toldChanges++
  warnOnce(why, `A change to the CSP of one response was not made, which keeps the policy it had: ${why}`)
}

export function warnOnce(subject: string, message: string): void {
  if (warned.has(subject)) return
  warned.add(subject)
  console.warn(`[sallyport] ${message}`)
}
