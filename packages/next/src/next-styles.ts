import { type HashSource, hashSource } from '@sallyport/core/csp'

/**
 * The styles of the error pages that Next.js brings along, for apps without their own: it writes them without a nonce. They are known by
 * their text, as in Next.js 15.5 and 16.4, and wherever one stands it does no harm. Other versions: a finding names the style.
 */
export const NEXT_STYLES: readonly string[] = [
  'body{color:#000;background:#fff;margin:0}.next-error-h1{border-right:1px solid rgba(0,0,0,.3)}@media (prefers-color-scheme:dark){body{color:#fff;background:#000}.next-error-h1{border-right:1px solid rgba(255,255,255,.3)}}',
  ':root {--next-error-bg: #fff;--next-error-text: #171717;--next-error-title: #171717;--next-error-message: #171717;--next-error-digest: #666666;--next-error-btn-text: #fff;--next-error-btn-bg: #171717;--next-error-btn-border: none;--next-error-btn-secondary-text: #171717;--next-error-btn-secondary-bg: transparent;--next-error-btn-secondary-border: 1px solid rgba(0,0,0,0.08);}@media (prefers-color-scheme: dark) {:root {--next-error-bg: #0a0a0a;--next-error-text: #ededed;--next-error-title: #ededed;--next-error-message: #ededed;--next-error-digest: #a0a0a0;--next-error-btn-text: #0a0a0a;--next-error-btn-bg: #ededed;--next-error-btn-border: none;--next-error-btn-secondary-text: #ededed;--next-error-btn-secondary-bg: transparent;--next-error-btn-secondary-border: 1px solid rgba(255,255,255,0.14);}}body { margin: 0; color: var(--next-error-text); background: var(--next-error-bg); }',
]

/** The hashes of those in a page. */
export async function hashNextStyles(html: string): Promise<readonly HashSource[]> {
  if (!html.includes('<style>')) return []
  const found = NEXT_STYLES.filter((text) => html.includes(`<style>${text}</style>`))
  return Promise.all(found.map((text) => hashSource(text)))
}
