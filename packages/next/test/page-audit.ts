import { audit, describeAuditEntry } from '@sallyport/html'
import { expect } from 'vitest'
import type { RunningApp } from './next-server.ts'

/** What `<div dangerouslySetInnerHTML>` of the layout has in it. */
const INJECTED = 'injected()'

export interface LoadedPage {
  readonly response: Response
  readonly html: string
  /** The enforced policy. */
  readonly csp: string
}

/** Loads a page as browsers do. */
export async function load(app: RunningApp, path: string, init: RequestInit = {}): Promise<LoadedPage> {
  const headers = { accept: 'text/html', ...Object.fromEntries(new Headers(init.headers)) }
  const response = await fetch(`${app.url}${path}`, { redirect: 'manual', ...init, headers })
  return { response, html: await response.text(), csp: response.headers.get('content-security-policy') ?? '' }
}

/** One policy, which admits every script of the page but the injected one; nothing of ours in the headers. */
export function expectSealed({ response, html, csp }: LoadedPage): void {
  expect(csp).not.toBe('')
  // Two headers would come joined by a comma, and no single policy of the tests has one.
  expect(csp).not.toContain(',')
  expect(csp).not.toContain("'unsafe-inline'")
  expect([...response.headers.keys()].filter(isOurs)).toEqual([])
  expect(html).toMatch(/<script/)
  const blocked = audit({ url: response.url, headers: response.headers, html }).filter(
    ({ effectiveDirective }) => effectiveDirective?.startsWith('script-src') ?? false,
  )
  expect(blocked.map(describeAuditEntry).filter((entry) => !entry.includes(INJECTED))).toEqual([])
  if (html.includes(`<script>${INJECTED}`)) expect(blocked).toHaveLength(1)
}

export function noncesIn({ html, csp }: LoadedPage): ReadonlySet<string> {
  const attributes = [...html.matchAll(/\bnonce="([\w-]{24})"/g)].map(([, nonce = '']) => nonce)
  const sources = [...csp.matchAll(/'nonce-([^']+)'/g)].map(([, nonce = '']) => nonce)
  return new Set([...attributes, ...sources])
}

function isOurs(name: string): boolean {
  return name.includes('sallyport') || name === 'x-nonce' || name.startsWith('x-middleware-request')
}
