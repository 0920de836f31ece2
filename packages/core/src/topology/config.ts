import type { CredentialedCorsConfig, ReportingConfig, RouteConfig } from '../config.ts'
import type { Directives } from '../csp/directives.ts'

/** Who may frame, call and import from whom: one table for every app of a system. */
export interface TopologyConfig<Name extends string = string> {
  readonly apps: Readonly<Record<Name, AppConfig<NoInfer<Name>>>>
  /** Where the browsers of all apps report violations. Default: nowhere. */
  readonly reporting?: ReportingConfig
}

/** One app, or a group of apps that are told apart by their host only. */
export interface AppConfig<Name extends string = string> {
  /**
   * Where visitors find it: exact origins, or patterns such as `https://*.team.example.com` for a group of which more can come. Never both
   * sides of one host: what a pattern covers belongs to its app.
   */
  readonly origin: string | readonly string[]
  /** The apps its pages frame. */
  readonly frames?: readonly Name[]
  /** The apps its pages call with `fetch`, `XMLHttpRequest` or `EventSource`. */
  readonly calls?: readonly Name[]
  /** The apps its pages load modules from: `import()` and `<script type="module">`. */
  readonly imports?: readonly Name[]
  /**
   * The group it belongs to: an app whose patterns cover this one's origins. It has every edge of the group, and its own. Whoever frames the
   * group admits the group's patterns; whoever is called by one member admits that member alone.
   */
  readonly within?: Name
  /** Not ours to configure, such as a vendor's service. Then only our side of its edges can be made and checked. Default false. */
  readonly external?: boolean
  /**
   * What lets a script of its pages run: the response's nonce, coming from its own origin or one it imports from, or nothing: it has no pages.
   * Default `'none'` for an app that frames, calls and imports nothing and is not framed, else `'nonce'`.
   */
  readonly scripts?: 'nonce' | 'self' | 'none'
  /** How it answers those who call it; `origins` come from the edges. Credentials are allowed when left out. */
  readonly cors?: AppCors
  /** Further directives of its pages, or others in the place of those that are made; an edge's directive is checked by `check`. */
  readonly directives?: Directives
  /** Rules for parts of its URL space, taken as they are. */
  readonly routes?: readonly RouteConfig[]
}

export type AppCors = Pick<
  CredentialedCorsConfig,
  'methods' | 'allowedHeaders' | 'exposedHeaders' | 'maxAge' | 'resourcePolicy' | 'dangerouslyAllowInsecureOrigins'
> & {
  /** Default true. */
  readonly credentials?: boolean
}

/** The three kinds of edges, as they are called in a {@link AppConfig}. */
export type EdgeKind = 'frames' | 'calls' | 'imports'

export interface Edge<Name extends string = string> {
  readonly from: Name
  readonly to: Name
  readonly kind: EdgeKind
}
