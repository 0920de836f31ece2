import type { CorsConfig } from '../config.ts'

/**
 * A CORS configuration whose literals the type checker judges too, as far as types can carry it; the same object otherwise. What is
 * only known as a `string`, say an environment variable, passes here and is judged by `compile`.
 */
export function defineCors<
  const Origins extends CorsConfig['origins'],
  const Methods extends '*' | readonly string[] = [],
  const Allowed extends '*' | readonly string[] = [],
  const Exposed extends '*' | readonly string[] = [],
>(
  config: CorsConfig & {
    readonly origins: Origins & Judged<Origins, 'origins'>
    readonly methods?: Methods & Judged<Methods, 'methods'>
    readonly allowedHeaders?: Allowed & Judged<Allowed, 'headers'>
    readonly exposedHeaders?: Exposed & Judged<Exposed, 'headers'>
  },
): CorsConfig {
  return config
}

declare const MISTAKE: unique symbol

/** No text is one of these, so the type checker prints the message. */
interface Mistake<Message extends string> {
  readonly [MISTAKE]: Message
}

type Judged<List, Kind> = List extends readonly unknown[]
  ? { readonly [Index in keyof List]: JudgedEntry<List[Index], Kind> }
  : unknown

type JudgedEntry<Text, Kind> = Text extends string
  ? // True of `string` and of patterns such as `https://${string}`, whose texts are not known.
    Record<never, never> extends Record<Text, 1>
    ? unknown
    : Text extends '*'
      ? Mistake<"'*' covers everything: write '*' without a list">
      : Kind extends 'origins'
        ? JudgedOrigin<Text>
        : Kind extends 'methods'
          ? JudgedMethod<Text>
          : unknown
  : unknown

type JudgedOrigin<Text extends string> = Text extends 'null'
  ? Mistake<'null is the origin of every sandboxed frame: set dangerouslyAllowNullOrigin'>
  : Text extends `${string}${',' | ' ' | ';'}${string}`
    ? Mistake<'write each origin as an entry of its own, without white space'>
    : Text extends `${infer Scheme}://${infer Rest}`
      ? Text extends Lowercase<Text>
        ? JudgedParts<Scheme, Rest>
        : Mistake<`browsers send lower case: write ${Lowercase<Text>}`>
      : Mistake<`an origin has a scheme: write https://${Text}`>

type JudgedParts<Scheme extends string, Rest extends string> = Scheme extends `${string}*${string}`
  ? Mistake<'a scheme has no wildcard: list each'>
  : Scheme extends 'file' | 'ws' | 'wss' | 'ftp' | `${'blob' | 'filesystem' | 'view-source'}:${string}`
    ? Mistake<`no page has an origin with the scheme ${Scheme}`>
    : Rest extends `${infer Host}${'/' | '?' | '#'}${string}`
      ? Mistake<`an origin ends after host and port: write ${Scheme}://${FirstPart<Host>}`>
      : Rest extends `${string}@${infer Host}`
        ? Mistake<`an origin has no user: write ${Scheme}://${Host}`>
        : [Scheme, Rest] extends ['https', `${infer Host}:443`] | ['http', `${infer Host}:80`]
          ? Mistake<`browsers leave out the default port: write ${Scheme}://${Host}`>
          : JudgedHost<HostOf<Rest>>

type FirstPart<Text extends string> = Text extends `${infer First}${'/' | '?' | '#'}${string}` ? First : Text

/** Without the port: its wildcard is another one. */
type HostOf<Rest extends string> = Rest extends `${infer Host}:*` ? Host : Rest

type JudgedHost<Host extends string> = Host extends ''
  ? Mistake<'an origin has a host: write https://app.example.com'>
  : Host extends `*.${infer Domain}`
    ? Domain extends `${string}*${string}`
      ? Mistake<'one wildcard stands for any depth: write https://*.example.com'>
      : unknown
    : Host extends `${string}*${string}`
      ? Mistake<'a wildcard is the whole first label: write https://*.example.com'>
      : unknown

type JudgedMethod<Text extends string> =
  Uppercase<Text> extends 'CONNECT' | 'TRACE' | 'TRACK'
    ? Mistake<`browsers never send ${Text} for a page`>
    : Text extends Uppercase<Text>
      ? unknown
      : Uppercase<Text> extends 'DELETE' | 'GET' | 'HEAD' | 'OPTIONS' | 'PATCH' | 'POST' | 'PUT' | 'QUERY'
        ? Mistake<`methods are in capitals: write ${Uppercase<Text>}`>
        : unknown
