export interface Directives {
  readonly [name: string]: readonly string[] | boolean
}
