import { expect, test } from 'vitest'
import type { Browser } from '../group.ts'
import { browserOf } from './browser-family.ts'

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)'

test.each<[name: string, userAgent: string, browser: Browser]>([
  ['Chrome', `${MAC} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36`, 'chromium'],
  [
    'Chrome without a window',
    `${MAC} AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36`,
    'chromium',
  ],
  ['Edge', `${MAC} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`, 'chromium'],
  ['Edge of old', `${MAC} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0 Safari/537.36 Edge/17.17134`, 'other'],
  ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'firefox'],
  ['Safari', `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`, 'webkit'],
  [
    'WebKitGTK',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    'webkit',
  ],
  [
    'Chrome on iOS',
    `${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1`,
    'webkit',
  ],
  [
    'Firefox on iOS',
    `${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/153.0 Mobile/15E148 Safari/605.1.15`,
    'webkit',
  ],
  ['an app on iOS', `${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148`, 'webkit'],
  ['a program', 'curl/8.0', 'other'],
  ['nothing', '', 'other'],
  ['one too long', `${'x'.repeat(10_000)}Firefox/1`, 'other'],
])('%s', (_, userAgent, browser) => {
  expect(browserOf(userAgent)).toBe(browser)
})
