import { VIOLATING_PATH } from '@sallyport/conformance'
import type { EngineName } from './engines.ts'
import type { Scheme, Sites } from './sites.ts'
import { OF_THE_FRAME, OF_THE_PAGE, type Violating } from './violations.ts'

/** One page that the browser is sent to. */
export interface Stop {
  readonly engine: EngineName
  readonly app: string
  readonly scheme: Scheme
  /** Of the page that reports. */
  readonly origin: string
  readonly url: string
  readonly expected: readonly Violating[]
}

export const PAGE: string = VIOLATING_PATH
export const FRAME = '/drive/frame'

/** Every page of every app, by itself and in somebody else's frame. */
export function planCourse(
  engine: EngineName,
  sites: Sites,
  apps: readonly string[],
  schemes: readonly Scheme[],
): readonly Stop[] {
  const reportedBy = (rows: readonly Violating[]): readonly Violating[] =>
    rows.filter(({ not = [] }) => !not.includes(engine))
  return apps.flatMap((app) =>
    schemes.flatMap((scheme) => {
      const origin = sites.origin(app, scheme)
      const url = `${origin}${PAGE}`
      const framing = `${sites.attacker(scheme)}${FRAME}?of=${encodeURIComponent(url)}`
      return [
        { engine, app, scheme, origin, url, expected: reportedBy(OF_THE_PAGE) },
        { engine, app, scheme, origin, url: framing, expected: reportedBy(OF_THE_FRAME) },
      ]
    }),
  )
}
