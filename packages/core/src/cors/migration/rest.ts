import { type Finding, showValue } from '../../finding.ts'
import { nearestName } from '../../nearest.ts'
import { at, report } from '../../validate.ts'
import { LIBRARIES, type Reading } from './library.ts'

interface Row {
  readonly key: string
  /** Whether this value says anything beyond the default. */
  readonly says: (value: unknown) => boolean
  readonly code: 'dropped-option' | 'behaviour-differs' | 'untranslatable-option'
  readonly severity: Finding['severity']
  readonly message: string
  readonly fix?: string
}

const isSet = (value: unknown): boolean => Boolean(value)

/** Options that are more than a value of the configuration. */
const ROWS: readonly Row[] = [
  {
    key: 'preflightContinue',
    says: isSet,
    code: 'behaviour-differs',
    severity: 'info',
    message: 'A preflight that is refused reaches the app without any CORS header.',
  },
  {
    key: 'preflight',
    says: (value) => value !== true,
    code: 'untranslatable-option',
    severity: 'error',
    message: 'The app answers preflights and sets their headers itself.',
    fix: 'Leave preflight out; write preflightContinue: true, and the methods and headers the app allows.',
  },
  {
    key: 'strictPreflight',
    says: () => true,
    code: 'behaviour-differs',
    severity: 'info',
    message:
      'OPTIONS without Origin or Access-Control-Request-Method is no preflight: the app gets it, and nobody answers 400.',
  },
  {
    key: 'hideOptionsRoute',
    says: () => true,
    code: 'dropped-option',
    severity: 'info',
    message: 'Sallyport adds no route of its own to the API documentation, so there is none to hide.',
  },
  {
    key: 'logLevel',
    says: isSet,
    code: 'dropped-option',
    severity: 'info',
    message: 'It set the level of one OPTIONS route.',
    fix: 'Set the logger to what you want to see of preflights.',
  },
  {
    key: 'hook',
    says: (value) => value !== 'onRequest',
    code: 'behaviour-differs',
    severity: 'warning',
    message:
      'Headers are set at onRequest: earlier, so that answers of other hooks, such as a 401, can be read as well.',
  },
  {
    key: 'delegator',
    says: isSet,
    code: 'untranslatable-option',
    severity: 'error',
    message: 'What a function decides is not known before it is asked.',
    fix: 'Give the routes that differ a CORS part of their own.',
  },
  {
    key: 'keepHeadersOnError',
    says: (value) => value !== undefined && !value,
    code: 'behaviour-differs',
    severity: 'warning',
    message: 'Error responses keep the CORS headers, so that the pages you trust can read them.',
  },
  {
    key: 'secureContext',
    says: isSet,
    code: 'dropped-option',
    severity: 'warning',
    message: 'Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy are no part of CORS.',
    fix: 'Send them yourself: Cross-Origin-Opener-Policy: same-origin, Cross-Origin-Embedder-Policy: require-corp.',
  },
  {
    key: 'privateNetworkAccess',
    says: isSet,
    code: 'dropped-option',
    severity: 'warning',
    message: 'Browsers have given up Access-Control-Allow-Private-Network: they ask the user now.',
    fix: 'Remove it.',
  },
]

/** Reports what the configuration has no room for, and what the library never read. */
export function reportRest({ library, options, place }: Reading): void {
  for (const { key, says, code, severity, message, fix } of ROWS) {
    if (!library.keys.includes(key) || !Object.hasOwn(options, key) || !says(options[key])) continue
    report(at(place, key), code, options[key], message, { severity, ...(fix === undefined ? {} : { fix }) })
  }
  for (const key of Object.keys(options)) {
    if (library.keys.includes(key)) continue
    const message = `${library.name} knows no option ${showValue(key)}, and ignores it.`
    report(at(place, key), 'unknown-key', key, message, { fix: suggest(key, library.name, library.keys) })
  }
}

function suggest(key: string, name: string, keys: readonly string[]): string {
  const other = [...LIBRARIES.values()].find((library) => library.name !== name && library.keys.includes(key))
  if (other !== undefined)
    return `It is an option of ${other.name}: pass from: '${other.name}', if that is what you use.`
  const nearest = nearestName(key, keys)
  return nearest === undefined ? `Known there: ${keys.join(', ')}.` : `Did you mean ${nearest}?`
}
