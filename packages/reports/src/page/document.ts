import { SCRIPT, STYLES } from './client-text.ts'

/** The page and the policy it is served under. */
export interface PageDocument {
  readonly html: string
  readonly csp: string
}

/** Makes the page: one document that holds all it needs, so that it works at any address, and nothing else runs or styles in it. */
export async function makeDocument(title: string): Promise<PageDocument> {
  const [script, styles] = await Promise.all([hashOf(SCRIPT), hashOf(STYLES)])
  const csp = [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${styles}`,
    "connect-src 'self'",
    // The icon.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
  return { html: htmlOf(escapeHtml(title)), csp }
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeHtml(text: string): string {
  return [...text].map((character) => ESCAPES[character] ?? character).join('')
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23b3361b' d='M1 9h3v6H1zm5-5h3v11H6zm5-3h3v14h-3z'/%3E%3C/svg%3E"

function htmlOf(title: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${ICON}">
<style>${STYLES}</style>
</head>
<body>
<a class="skip" href="#groups">Skip to the groups</a>
<header class="masthead">
<h1>${title}</h1>
<div class="controls" id="controls"></div>
</header>
<main>
<noscript><p class="notice">This page needs JavaScript.</p></noscript>
<div id="notice" role="status"></div>
<section id="standings" aria-labelledby="standings-title"><h2 id="standings-title" class="hidden">What was checked</h2></section>
<section id="overview" class="card" aria-labelledby="overview-title"><h2 id="overview-title" class="hidden">Reports over time</h2></section>
<section id="facets" aria-labelledby="facets-title"><h2 id="facets-title" class="hidden">Filters</h2></section>
<section id="groups" class="card" tabindex="-1" aria-labelledby="groups-title"><h2 id="groups-title">Groups</h2></section>
</main>
<footer id="health"></footer>
<dialog id="detail" aria-labelledby="detail-title"></dialog>
<script type="module">${SCRIPT}</script>
</body>
</html>
`
}
