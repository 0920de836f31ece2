import type { Browser } from '../group.ts'

// Longer ones are made up, or made to be searched.
const LONGEST = 512

/** By the word in it that its engine alone has; the first row that fits. Every browser claims to be others. */
const MARKS: readonly (readonly [mark: string, browser: Browser])[] = [
  // Edge before Chromium, with an engine of its own that claims to be both of the last.
  ['Edge/', 'other'],
  // Browsers of iOS, which are all WebKit, and name themselves after what they are elsewhere: CriOS, FxiOS, EdgiOS.
  ['iOS/', 'webkit'],
  ['Firefox/', 'firefox'],
  // HeadlessChrome/ as well, Edge, Opera and the WebView of Android.
  ['Chrome/', 'chromium'],
  ['Chromium/', 'chromium'],
  ['AppleWebKit/', 'webkit'],
]

/** The engine's family that a User-Agent claims. */
export function browserOf(userAgent: string): Browser {
  const text = userAgent.length > LONGEST ? userAgent.slice(0, LONGEST) : userAgent
  for (const [mark, browser] of MARKS) if (text.includes(mark)) return browser
  return 'other'
}
