import { defineCors } from './define.ts'

declare const text: string
declare const list: readonly string[]
declare const unset: string | undefined

/** What must compile: among it, whatever is not known before the program runs. */
export const allowed: readonly unknown[] = [
  defineCors({ origins: '*', methods: '*', allowedHeaders: '*', exposedHeaders: '*' }),
  defineCors({ origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true }),
  defineCors({ origins: list, methods: list, allowedHeaders: list, exposedHeaders: list, credentials: true }),
  defineCors({ origins: [text, `https://${text}`, 'https://a.test'], methods: [text, 'PUT', 'purge', 'PATCH'] }),
  defineCors({
    origins: ['https://*.a.test:*', 'http://localhost:*', 'https://*.localhost', 'http://[::1]:3000', 'app://a'],
  }),
  defineCors({ origins: ['https://*.com'], dangerouslyAllowPublicSuffixes: true }),
  defineCors({ origins: [], dangerouslyAllowNullOrigin: true, allowedHeaders: ['x-a'], exposedHeaders: ['x-b'] }),
]

// @ts-expect-error no scheme
export const noScheme: unknown = defineCors({ origins: ['example.com'] })

// @ts-expect-error a slash at the end
export const aSlashAtTheEnd: unknown = defineCors({ origins: ['https://a.test/'] })

// @ts-expect-error a path
export const aPath: unknown = defineCors({ origins: ['https://a.test/app?x'] })

// @ts-expect-error a user
export const aUser: unknown = defineCors({ origins: ['https://me@a.test'] })

// @ts-expect-error a star beside others
export const aStarBesideOthers: unknown = defineCors({ origins: ['https://a.test', '*'] })

// @ts-expect-error the null origin
export const theNullOrigin: unknown = defineCors({ origins: ['null'] })

// @ts-expect-error an upper-case scheme
export const anUppercaseScheme: unknown = defineCors({ origins: ['HTTPS://a.test'] })

// @ts-expect-error an upper-case host
export const anUppercaseHost: unknown = defineCors({ origins: ['https://A.test'] })

// @ts-expect-error a default port
export const aDefaultPort: unknown = defineCors({ origins: ['https://a.test:443'] })

// @ts-expect-error no host
export const noHost: unknown = defineCors({ origins: ['https://'] })

// @ts-expect-error a misplaced wildcard
export const aMisplacedWildcard: unknown = defineCors({ origins: ['https://a.*.test'] })

// @ts-expect-error two wildcards
export const twoWildcards: unknown = defineCors({ origins: ['https://*.*.test'] })

// @ts-expect-error a wildcard host
export const aWildcardHost: unknown = defineCors({ origins: ['https://*'] })

// @ts-expect-error a wildcard scheme
export const aWildcardScheme: unknown = defineCors({ origins: ['*://a.test'] })

// @ts-expect-error a scheme without pages
export const aSchemeWithoutPages: unknown = defineCors({ origins: ['wss://a.test'] })

// @ts-expect-error several origins in one text
export const severalOriginsInOneText: unknown = defineCors({ origins: ['https://a.test,https://b.test'] })

// @ts-expect-error a text in place of the list
export const aTextInPlaceOfTheList: unknown = defineCors({ origins: 'https://a.test' })

// @ts-expect-error an environment variable may be unset
export const anEnvironmentVariableMayBeUnset: unknown = defineCors({ origins: [unset] })

// @ts-expect-error a method in lower case
export const aMethodInLowerCase: unknown = defineCors({ origins: ['https://a.test'], methods: ['patch'] })

// @ts-expect-error a method that browsers never send
export const aMethodThatBrowsersNeverSend: unknown = defineCors({ origins: ['https://a.test'], methods: ['TRACE'] })

// @ts-expect-error a star beside header names
export const aStarBesideHeaderNames: unknown = defineCors({ origins: ['https://a.test'], allowedHeaders: ['x-a', '*'] })

// @ts-expect-error browsers refuse * beside credentials
export const browsersRefuseBesideCredentials: unknown = defineCors({ origins: '*', credentials: true })

// @ts-expect-error browsers read an exposed * literally beside credentials
export const browsersReadAnExposedLiterallyBesideCredentials: unknown = defineCors({
  origins: ['https://a.test'],
  credentials: true,
  exposedHeaders: '*',
})

// @ts-expect-error a typo
export const aTypo: unknown = defineCors({ origins: ['https://a.test'], alowedHeaders: [] })
