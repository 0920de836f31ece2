import { expect, test } from 'vitest'
import { checkAnswer } from './answer.ts'
import type { Variant } from './variant.ts'

const nonce = 'abcdefghijklmnopqrstuvwx'
const cors = ['Access-Control-Allow-Origin: https://app.example.com', 'access-control-allow-credentials: true']
const csp = `content-security-policy: script-src 'self' 'nonce-${nonce}'`

function answer(headers: readonly string[], value: string, status = '200 OK'): string {
  return [`HTTP/1.1 ${status}`, 'content-length: 1', ...headers, '', `<script nonce="${value}"></script>`].join('\r\n')
}

const answers: readonly {
  readonly title: string
  readonly variant: Variant
  readonly answer: string
  readonly right: boolean
}[] = [
  { title: 'bare', variant: { guard: 'bare', task: 'cors' }, answer: answer([], ''), right: true },
  { title: 'guarded, named bare', variant: { guard: 'bare', task: 'cors' }, answer: answer(cors, ''), right: false },
  { title: 'CORS', variant: { guard: 'peer', task: 'cors' }, answer: answer(cors, ''), right: true },
  { title: 'no CORS', variant: { guard: 'peer', task: 'cors' }, answer: answer([], ''), right: false },
  {
    title: 'no credentials',
    variant: { guard: 'peer', task: 'cors' },
    answer: answer([cors[0] ?? ''], ''),
    right: false,
  },
  {
    title: 'CORS and CSP',
    variant: { guard: 'peer', task: 'cors+csp' },
    answer: answer([...cors, csp], nonce),
    right: true,
  },
  { title: 'no CSP', variant: { guard: 'peer', task: 'cors+csp' }, answer: answer(cors, nonce), right: false },
  {
    title: 'another nonce in the page',
    variant: { guard: 'peer', task: 'cors+csp' },
    answer: answer([...cors, csp], nonce.toUpperCase()),
    right: false,
  },
  {
    title: 'an error page',
    variant: { guard: 'peer', task: 'cors' },
    answer: answer(cors, '', '500 Internal Server Error'),
    right: false,
  },
]

test.each(answers)('$title: $right', ({ variant, answer, right }) => {
  expect(checkAnswer(answer, variant) === undefined).toBe(right)
})
