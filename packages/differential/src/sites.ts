import type { Case } from './case.ts'

/** The page's own host. */
export const SHELL = 'shell.example.test'

/** All hosts that answer; every one of them does on every port. */
export const HOSTS: readonly string[] = [
  SHELL,
  'team1.example.test',
  'team2.example.test',
  'a.team1.example.test',
  'example.test',
  'other.test',
  'www.other.test',
  '127.0.0.1',
]

/** The ports of URLs, each for http and https alike. What listens are other, free ones, that the browsers are told about. */
export const PORTS: readonly number[] = [80, 443, 8080, 8443]

/** Where pages are. The runner goes through them in this order; an http page cannot be in a frame of an https one. */
export const PAGE_ORIGINS: readonly string[] = [
  `https://${SHELL}`,
  `http://${SHELL}`,
  `https://${SHELL}:8443`,
  `http://${SHELL}:8080`,
]

/** Where the runner has to be for a case: it can reach into pages of its own origin only. */
export function runnerOrigin({ url, ancestors }: Case): string {
  return new URL(ancestors?.at(-1) ?? url).origin
}
