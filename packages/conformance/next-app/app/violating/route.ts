import { VIOLATING_PAGE } from '../../../src/apps/violating.ts'

export function GET(_request: Request) {
  return new Response(VIOLATING_PAGE, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}
