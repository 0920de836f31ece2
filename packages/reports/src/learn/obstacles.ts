/** Why no exact source would let through what a group counted. Stable codes. */
export type Obstacle =
  | 'inline-script'
  | 'event-handler'
  | 'inline-style'
  | 'style-attribute'
  | 'eval'
  | 'wasm-eval'
  | 'trusted-types'
  | 'script-scheme' // data: or blob: where code comes from
  | 'scheme' // no host, so that only the whole scheme could be listed
  | 'insecure' // http: on a page of https:
  | 'local' // a name for each visitor's own machine
  | 'redirect' // the address is listed, and leads to one that is not
  | 'strict-dynamic' // hosts count for nothing
  | 'hint' // a prefetch, for which default-src would have to be opened
  | 'embedder' // who framed the page was not told
  | 'not-told' // the browser did not say what it blocked, or what that is cannot be asked about
  | 'allowed' // the policy lets it through
  | 'no-source' // an address that no source can name or match
  | 'unreadable-policy'

const YOURS = 'Do so for what is yours only: what extensions and attackers inject is reported just the same.'

/** What to do instead. Never to allow all of a kind. */
export const ADVICE: Readonly<Record<Obstacle, string>> = {
  'inline-script': `Move the script into a file, give its element the response’s nonce, or list the hash of its text. ${YOURS}`,
  'event-handler': `Attach the handler in a script, with addEventListener, rather than in an attribute. ${YOURS}`,
  'inline-style': `Move the style into a file, give its element the response’s nonce, or list the hash of its text. ${YOURS}`,
  'style-attribute': `Use a class, or set the property in a script (element.style.color = …), which no policy blocks. ${YOURS}`,
  eval: 'Do without eval, new Function and timers that are given text: JSON.parse for data, functions for code. A library that needs them usually has a build that does not.',
  'wasm-eval':
    "Only the keyword 'wasm-unsafe-eval' in script-src lets WebAssembly be compiled: decide that for the whole app, not from a report.",
  'trusted-types': 'Make the value by a Trusted Types policy of the app, or set textContent in its place.',
  'script-scheme':
    'Serve it as a file of the own origin. To list the scheme would let whoever can inject an address run code of their own.',
  scheme:
    'Only the whole scheme could be listed, since there is no host. That is a decision about the app, not something to learn from reports.',
  insecure:
    'Load it over https. Browsers stop or upgrade what a page of https asks for over http, whatever the policy says.',
  local: 'It is a name for each visitor’s own machine: list it in a policy for development, and not in this one.',
  redirect:
    'The address is allowed and leads on to another that is not; reports name the first one only. See where it leads, and list that, or use it directly.',
  'strict-dynamic':
    "Beside 'strict-dynamic' hosts count for nothing. Give the element the response’s nonce, or have a script that is trusted insert it.",
  hint: 'A prefetch may come from wherever another directive of the policy admits: list its host where it is used, not in default-src.',
  embedder:
    'The browser did not say who framed the page. If it is one of yours, list its origin in frame-ancestors; else the policy did its work.',
  'not-told': 'The report does not say enough to name a change.',
  allowed: 'Nothing is to be done: the policy allows it.',
  'no-source': 'No source can stand for this address. Give the server a name of its own.',
  'unreadable-policy': 'The policy cannot be changed by a program as it is written.',
}

/** By scheme and effective directive, where a whole scheme may be listed after thought: what comes from there is seen and does not run. */
export const HARMLESS_SCHEMES: ReadonlySet<string> = new Set([
  'data: img-src',
  'blob: img-src',
  'data: font-src',
  'data: media-src',
  'blob: media-src',
])

/** By effective directive: where a scheme without a host would let text become code or a page. */
export const RUNNING: ReadonlySet<string> = new Set([
  'script-src',
  'script-src-elem',
  'worker-src',
  'object-src',
  'frame-src',
  'child-src',
  'fenced-frame-src',
  'base-uri',
  'default-src',
])
