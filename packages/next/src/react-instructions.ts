import { type HashSource, hashSource } from '@sallyport/core/csp'

/**
 * What React writes without a nonce into what is prerendered in part, because React's `prerender` takes none: scripts that put content which
 * came late in its place. They are known by their text. Wherever one stands, and whoever wrote it, it moves elements of the page by their
 * numbers, and loads stylesheets of the build, and nothing else; so it may as well be admitted.
 */
interface Definition {
  readonly length: number
  readonly digest: HashSource
}

/** Functions, as in react-dom 19.3 of Next.js 16.4 (ReactDOMFizzInstructionSetInlineCodeStrings). Other versions: a finding names the script. */
const DEFINITIONS: readonly Definition[] = [
  { length: 193, digest: "'sha256-rkPyhj2kmK5uKX6SivS3u1ga+pNajy8xBWBiEPXhNMA='" }, // $RS
  { length: 829, digest: "'sha256-ejxEGil7Q2jnFo9T1EMjhzsRoWDTVn8tRpUYd4XCJkY='" }, // $RB, $RV, $RC
  { length: 1105, digest: "'sha256-QwTTcUY6X/W9qbI8vPXdsBAoBq5Xi/MvMAMV2FEeJpk='" }, // $RM, $RR
  { length: 200, digest: "'sha256-5TqIdh80KgjiD5uUtz2OhDa5DlGt33xJV6lK4XUE+Yo='" }, // $RX
  { length: 201, digest: "'sha256-HIwET9YbpCDSDZxSjDwBhUP6sywD0vfbAPbsgjDbN4U='" }, // $RX, before a call
  { length: 2694, digest: "'sha256-R3eWN7zVoU3spWpPQ2b7tbYj4hZDyViY037DUph2exw='" }, // $RV, for view transitions
]

const ID = '"[BSP]:[0-9a-f]{1,8}"'
const STYLES = String.raw`\[(?:\["/_next/static/[\w./~-]+(?:\?dpl=[\w-]+)?"(?:,"[\w ./~-]*")*\],?)*\]`
const CALL = new RegExp(
  `^(?:\\$R[CS]\\(${ID},${ID}\\)|\\$RR\\(${ID},${ID},${STYLES}\\)|\\$RX\\(${ID}(?:,"[\\w;-]*")?\\))$`,
)
const SHELL_TIME = 'requestAnimationFrame(function(){$RT=performance.now()});'

/** More than a page has, so that nothing that was injected costs more than the rest of the page. */
const MOST = 2000

/** The hashes of those in a page. */
export async function hashInstructions(html: string): Promise<readonly HashSource[]> {
  // In most pages all scripts have attributes.
  if (!html.includes('<script>')) return []
  const texts = new Set<string>()
  for (const start of ['<script>$R', `<script>${SHELL_TIME}`]) {
    for (let at = html.indexOf(start); at !== -1 && texts.size < MOST; at = html.indexOf(start, at + 1)) {
      const end = html.indexOf('</script>', at)
      if (end === -1) break
      texts.add(html.slice(at + '<script>'.length, end))
    }
  }
  const hashes = await Promise.all(
    [...texts].map(async (text) => ((await isInstruction(text)) ? [await hashSource(text)] : [])),
  )
  return hashes.flat()
}

async function isInstruction(text: string): Promise<boolean> {
  if (text === SHELL_TIME) return true
  let at = 0
  for (let length = await definedAt(text, at); length !== 0; length = await definedAt(text, at)) at += length
  const call = text.slice(at)
  return call.length < 4000 && CALL.test(call)
}

async function definedAt(text: string, at: number): Promise<number> {
  // A definition sets something; a call does not.
  if (text[at + 3] !== '=') return 0
  for (const { length, digest } of DEFINITIONS) {
    if ((await hashSource(text.slice(at, at + length))) === digest) return length
  }
  return 0
}
