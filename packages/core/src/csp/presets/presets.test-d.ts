import type { CspConfig } from '../config.ts'
import { type HostSource, hostSource } from '../source.ts'
import { type ApiCspOptions, apiCsp } from './api.ts'
import { type GraphiqlCspOptions, graphiqlCsp } from './graphiql.ts'
import { type ShellCspOptions, shellCsp } from './shell.ts'
import { type SwaggerUiCspOptions, swaggerUiCsp } from './swagger-ui.ts'
import { type TeamCspOptions, teamCsp } from './team.ts'

declare const text: string
declare const apis: readonly HostSource[]

/** What must compile. */
export const presets: readonly CspConfig[] = [
  apiCsp(),
  apiCsp({ sandbox: true, reportOnly: true, directives: { 'report-uri': ['/reports'] } }),
  swaggerUiCsp(),
  swaggerUiCsp({ scripts: 'nonce', assets: ['https://cdn.test/'], apis, validator: true }),
  graphiqlCsp({ hashes: ["'sha256-AAAA'"], apis: [hostSource(text)] }),
  shellCsp({ teams: ['https://*.team.test'], apis: ['https://api.test'], frameAncestors: ["'self'"] }),
  shellCsp({ teams: ['https://a.test'], mode: 'hash', hashes: ["'sha256-AAAA'"], styles: 'self' }),
  teamCsp({ shell: 'https://shell.test', styles: 'nonce' }),
  teamCsp({ shell: [`https://${text}`, 'https://*.team.test'], directives: { 'img-src': ['*'] } }),
]

// @ts-expect-error a typo
export const typo: ApiCspOptions = { sandboxed: true }

// @ts-expect-error hosts are checked or literal
export const unchecked: SwaggerUiCspOptions = { apis: [text] }

// @ts-expect-error GraphiQL has no validator
export const validator: GraphiqlCspOptions = { validator: true }

// @ts-expect-error a shell without teams
export const empty: ShellCspOptions = {}

// @ts-expect-error without a scheme
export const schemeless: ShellCspOptions = { teams: ['*.team.test'] }

// @ts-expect-error hash mode needs hashes
export const hashless: ShellCspOptions = { teams: ['https://a.test'], mode: 'hash' }

// @ts-expect-error no nonce in a page that is the same for everyone
export const nonced: TeamCspOptions = { shell: 'https://a.test', mode: 'hash', hashes: ["'sha256-A'"], styles: 'nonce' }

// @ts-expect-error the shell is who frames a team
export const ancestors: TeamCspOptions = { shell: 'https://a.test', frameAncestors: ["'self'"] }

// @ts-expect-error an environment variable may be unset
export const unset: TeamCspOptions = { shell: Math.random() > 2 ? 'https://a.test' : undefined }
