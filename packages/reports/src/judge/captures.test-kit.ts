import { readFileSync } from 'node:fs'

/** A POST that a browser sent in one of the scenarios of our own captures (test/captures). */
export interface CapturedPost {
  readonly url: string
  readonly body: unknown
  readonly scenario: string
}

/** By engine, the User-Agent that its requests have; the captures leave it out where the report does not hold it. */
export const CAPTURED_ENGINES = {
  'chromium-156':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
  'firefox-esr-153': 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
  'webkitgtk-2.50':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
} as const

export type CapturedEngine = keyof typeof CAPTURED_ENGINES

/** The origins of the pages that were captured. */
export const CAPTURED_ORIGINS = ['https://app.test:9443', 'https://widget.test:9443', 'http://localhost:9080'] as const

/** The policies that they were served with. */
export const CAPTURED_POLICIES = [
  "default-src 'self'; script-src 'self' 'report-sample'; style-src 'self' 'report-sample'; img-src 'self'; frame-src https://widget.test:9443; report-to ep",
  "default-src 'self'; report-to ep, frame-ancestors 'none'; report-uri https://collector.test:9443/uri?p=w3",
] as const

export function capturedPosts(engine: CapturedEngine): readonly CapturedPost[] {
  const text = readFileSync(new URL(`../../test/captures/${engine}.ndjson`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readPost(JSON.parse(line)))
}

function readPost(line: { url: string; b: string; scenario: string }): CapturedPost {
  return { url: line.url, body: JSON.parse(line.b), scenario: line.scenario }
}
