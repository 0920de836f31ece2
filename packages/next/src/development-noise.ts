import type { Violation } from './violation-report.ts'

/** What violates production's policy in `next dev` alone, or is none of the app's doing. */
interface NoiseRow {
  readonly title: string
  readonly why: string
  readonly matches: (violation: Violation) => boolean
}

// The chunks of Turbopack are named after the modules in them, with underscores for slashes. No module of the app is in these.
const NEXT = 'next_dist_'
// It renders the styles of the app's components as well as those of Next.js's.
const REACT_DOM = 'react-dom'
const EXTENSIONS: readonly string[] = ['chrome-extension', 'moz-extension', 'safari-web-extension']
const EVALUATES = ['eval', 'wasm-eval', 'trusted-types-sink']

const NOISE: readonly NoiseRow[] = [
  {
    title: 'React evaluates',
    why: 'React rebuilds the stacks and functions of the server for the debugger, which its production build never does.',
    matches: ({ blocked, source, sample }) =>
      source.includes(NEXT) && (blocked === 'eval' || (EVALUATES.includes(blocked) && sample.startsWith('eval|'))),
  },
  {
    title: 'the overlay is styled',
    why: 'The overlay and the indicator of the development tools are in no production build.',
    matches: ({ directive, source }) =>
      directive.startsWith('style-src') && source.includes(NEXT) && !source.includes(REACT_DOM),
  },
  {
    title: 'the page is hidden',
    why: 'While developing, pages of the Pages Router stay hidden until their styles have come.',
    matches: ({ directive, sample }) => directive === 'style-src-elem' && sample === 'body{display:none}',
  },
  {
    title: 'the tools talk to the server',
    why: 'Updates, the stacks of errors and the fonts of the overlay are asked for while developing only.',
    matches: ({ directive, blocked }) =>
      (directive === 'connect-src' || directive === 'font-src') &&
      ['/_next/hmr', '/_next/webpack-hmr', '/_next/mcp', '/__nextjs_'].some((path) => blocked.includes(path)),
  },
  {
    title: 'an error is shown',
    why: 'Next.js shows its own error page below the overlay. An app that throws is not finished, whatever its policy.',
    matches: ({ sample }) => sample.includes(':root {--next-error-bg'),
  },
  {
    title: 'webpack evaluates',
    why: 'By eval-source-map each module is evaluated, and the browser tells no more of where than this word.',
    matches: ({ directive, blocked, source, sample }) =>
      source === 'webpack-internal' &&
      (directive.startsWith('style-src') || blocked === 'eval' || sample.startsWith('eval|')),
  },
  {
    title: 'an extension',
    why: 'What the developer’s own browser adds to pages is not in those of visitors.',
    matches: ({ blocked, source }) =>
      EXTENSIONS.some((scheme) => source.startsWith(scheme) || blocked.startsWith(scheme)),
  },
]

/** Whether the app has nothing to do with it. */
export function isNoise(violation: Violation): boolean {
  return NOISE.some(({ matches }) => matches(violation))
}
