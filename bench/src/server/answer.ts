import { APP } from '../micro/origins.ts'
import type { Variant } from './variant.ts'

/** What is wrong with a server's answer; undefined when it has done what its variant says. What does less is cheaper. */
export function checkAnswer(answer: string, { guard, task }: Variant): string | undefined {
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (!head.startsWith('HTTP/1.1 200')) return head.split('\r\n')[0] ?? 'no answer'
  const headers = new Map(head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line]))
  if (guard === 'bare') return headers.has('access-control-allow-origin') ? 'a bare server that is guarded' : undefined
  if (!headers.get('access-control-allow-origin')?.endsWith(APP)) return 'the origin is not allowed'
  if (!headers.get('access-control-allow-credentials')?.endsWith('true')) return 'credentials are not allowed'
  const nonce = /nonce="([^"]*)"/.exec(body)?.[1] ?? ''
  if (task === 'cors') return nonce === '' ? undefined : 'a nonce that nobody asked for'
  const policy = headers.get('content-security-policy') ?? ''
  return nonce.length >= 22 && policy.includes(`'nonce-${nonce}'`) ? undefined : `nonce ${nonce} is not in ${policy}`
}
