import type { ReadReport } from '@sallyport/core/report'
import { browserOf } from '../judge/browser-family.ts'

/**
 * Who framed the page that a report of `frame-ancestors` is about, as its `referrer`. Engines differ (Chromium 156, Firefox 153, WebKitGTK 2.50): in Chromium the embedder is
 * the `Referer` of the report's own request, and `referrer` is the page that led to the embedder, which may be one of ours; in WebKit both are the embedder; Firefox
 * sends `referrer` alone.
 */
export function withEmbedder(report: ReadReport, headers: Headers, userAgent: string): ReadReport {
  if (report.kind !== 'violation' || report.violation.effectiveDirective !== 'frame-ancestors') return report
  const { violation } = report
  const known = browserOf(userAgent) === 'chromium' ? '' : violation.referrer
  return { ...report, violation: { ...violation, referrer: headers.get('referer') ?? known } }
}
