import type { AppName } from './create-app.ts'

/**
 * How a page comes about, which says what its policy can name.
 * - `kept`: made at build or on the first visit, and sent again: hashes.
 * - `per request`: a nonce.
 * - `partly kept`: a kept shell and a part for each request: a nonce and hashes.
 * - `kept in the end`: the first visitors get a kept shell and the rest of it for their request, the others what came of that.
 */
export type Making = 'kept' | 'per request' | 'partly kept' | 'kept in the end'

export interface MatrixPage {
  readonly title: string
  readonly path: string
  /** What stands in its `<h1>`. */
  readonly heading: string
  readonly made: Making
  /** Default 200. */
  readonly status?: number
  /**
   * Where the attacker's markup comes from: `rendered` by the page itself, as part of it, in a copy of it below `/attacked`; or put in
   * `on the way`, for a page that shows nobody's text, or shows it with a script only.
   */
  readonly attack: 'rendered' | 'on the way'
}

const CLASSIC: readonly MatrixPage[] = [
  { title: 'the first page', path: '/', heading: 'home', made: 'kept', attack: 'on the way' },
  { title: 'a static page', path: '/static', heading: 'static', made: 'kept', attack: 'rendered' },
  { title: 'an ISR page', path: '/isr', heading: 'isr', made: 'kept', attack: 'rendered' },
  {
    title: 'a page of generateStaticParams',
    path: '/posts/first',
    heading: 'post first',
    made: 'kept',
    attack: 'rendered',
  },
  {
    title: 'a page rendered per request',
    path: '/dynamic',
    heading: 'dynamic',
    made: 'per request',
    attack: 'rendered',
  },
  {
    title: 'a streamed page with Suspense',
    path: '/streamed',
    heading: 'streamed',
    made: 'per request',
    attack: 'rendered',
  },
  { title: 'a page in a route group', path: '/grouped', heading: 'grouped', made: 'kept', attack: 'rendered' },
  { title: 'parallel routes', path: '/parallel', heading: 'parallel', made: 'kept', attack: 'rendered' },
  {
    title: 'no such page',
    path: '/no/such/page',
    heading: 'nothing here',
    made: 'kept',
    status: 404,
    attack: 'on the way',
  },
  {
    title: 'notFound() in a static page',
    path: '/gone/static',
    heading: 'gone',
    made: 'kept',
    status: 404,
    attack: 'on the way',
  },
  {
    title: 'notFound() in an ISR page',
    path: '/gone/kept/first',
    heading: 'gone',
    made: 'kept',
    status: 404,
    attack: 'on the way',
  },
  {
    title: 'notFound() per request',
    path: '/gone/dynamic',
    heading: 'gone',
    made: 'per request',
    status: 404,
    attack: 'on the way',
  },
  {
    title: 'error.jsx after a failure on the server',
    path: '/failing/server',
    heading: 'failed',
    made: 'per request',
    status: 500,
    attack: 'on the way',
  },
  {
    title: 'global-error.jsx',
    path: '/uncaught',
    heading: 'everything failed',
    made: 'per request',
    status: 500,
    attack: 'on the way',
  },
  {
    title: 'a static page with a server action',
    path: '/action/static',
    heading: 'static page with an action',
    made: 'kept',
    attack: 'rendered',
  },
  {
    title: 'a dynamic page with a server action',
    path: '/action/dynamic',
    heading: 'dynamic page with an action',
    made: 'per request',
    attack: 'rendered',
  },
  {
    title: 'Pages Router, automatically static',
    path: '/legacy/automatic',
    heading: 'legacy automatic',
    made: 'kept',
    attack: 'rendered',
  },
  {
    title: 'Pages Router, getStaticProps',
    path: '/legacy/props',
    heading: 'legacy props',
    made: 'kept',
    attack: 'rendered',
  },
  {
    title: 'Pages Router, getServerSideProps',
    path: '/legacy/server',
    heading: 'legacy server',
    made: 'per request',
    attack: 'rendered',
  },
]

const PARTIAL: readonly MatrixPage[] = [
  { title: 'a page without a hole', path: '/cached', heading: 'cached', made: 'kept', attack: 'rendered' },
  { title: "a page with 'use cache'", path: '/used-cache', heading: 'used cache', made: 'kept', attack: 'rendered' },
  { title: 'a shell with a hole', path: '/partial', heading: 'partial', made: 'partly kept', attack: 'rendered' },
  {
    title: 'a shell with everything in the hole',
    path: '/hole',
    heading: 'hole',
    made: 'partly kept',
    attack: 'rendered',
  },
  {
    title: 'a page of generateStaticParams',
    path: '/posts/first',
    heading: 'post first',
    made: 'kept',
    attack: 'rendered',
  },
  {
    title: 'a shell of generateStaticParams',
    path: '/partial-posts/first',
    heading: 'post first',
    made: 'partly kept',
    attack: 'rendered',
  },
  {
    title: 'a page that waits for the request',
    path: '/blocking',
    heading: 'blocking',
    made: 'per request',
    attack: 'rendered',
  },
  {
    title: 'no such page',
    path: '/no/such/page',
    heading: 'nothing here',
    made: 'kept',
    status: 404,
    attack: 'on the way',
  },
]

/** A page of each kind that Next.js has. */
export const PAGES: Readonly<Record<AppName, readonly MatrixPage[]>> = {
  next16: CLASSIC,
  next15: CLASSIC,
  'next16-cache-components': PARTIAL,
}
