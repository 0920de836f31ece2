/** What a browser let be known about one try: the violation it raised, that the try worked, or nothing within {@link PATIENCE}. */
export type Signal = SecurityPolicyViolationEvent | 'through' | 'silent'

const PATIENCE = 6000
/** How long a frame may be loaded before the lack of a violation means that it was let in: a blocked frame loads an error page. */
const GRACE = 1000

/** Does something forbidden and waits for the document's violation event, or for `act` to say that it went through. */
export function tryIt(
  blockedUri: string,
  act: (through: () => void) => void,
  target: Document = document,
): Promise<Signal> {
  return new Promise((resolve) => {
    const settle = (signal: Signal): void => {
      target.removeEventListener('securitypolicyviolation', notice)
      clearTimeout(timer)
      resolve(signal)
    }
    const notice = (event: SecurityPolicyViolationEvent): void => {
      if (event.disposition === 'enforce' && event.blockedURI.startsWith(blockedUri)) settle(event)
    }
    const timer = setTimeout(() => settle('silent'), PATIENCE)
    target.addEventListener('securitypolicyviolation', notice)
    act(() => settle('through'))
  })
}

/** Puts a page into a frame of this one. */
export async function tryFrame(url: string): Promise<Signal> {
  const frame = scratchFrame()
  const signal = await tryIt(new URL(url).origin, (through) => {
    frame.addEventListener('load', () => setTimeout(through, GRACE))
    frame.src = url
  })
  frame.remove()
  return signal
}

/**
 * Has the HTML parser read markup under this page's policy, as it would if a template had forgotten to escape it. A script that such
 * markup runs can say so with `parent.postMessage`.
 */
export async function tryMarkup(blockedUri: string, markup: string): Promise<Signal> {
  const frame = scratchFrame()
  const written = frame.contentDocument
  if (written === null) return 'silent'
  // Opening a document removes its listeners, so it comes before listening.
  written.open()
  const signal = await tryIt(
    blockedUri,
    (through) => {
      const hear = ({ source, data }: MessageEvent): void => {
        if (source === frame.contentWindow && typeof data?.ran === 'string') through()
      }
      addEventListener('message', hear)
      setTimeout(() => removeEventListener('message', hear), PATIENCE)
      written.write(markup)
      written.close()
    },
    written,
  )
  frame.remove()
  return signal
}

function scratchFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.className = 'scratch'
  frame.title = 'An attack being tried'
  document.body.append(frame)
  return frame
}

/** Resolves with the first thing that `pick` finds in what `subscribe` delivers, or undefined when nothing comes in time. */
export function first<Told, Found>(
  subscribe: (listener: (told: Told) => void) => () => void,
  pick: (told: Told) => Found | undefined,
): Promise<Found | undefined> {
  return new Promise((resolve) => {
    const settle = (found: Found | undefined): void => {
      clearTimeout(timer)
      stop()
      resolve(found)
    }
    const timer = setTimeout(() => settle(undefined), PATIENCE)
    const stop = subscribe((told) => {
      const found = pick(told)
      if (found !== undefined) settle(found)
    })
  })
}

/** Messages from one origin, whichever window sends them. */
export function messagesFrom(origin: string): (listener: (data: unknown) => void) => () => void {
  return (listener) => {
    const hear = (event: MessageEvent): void => {
      if (event.origin === origin) listener(event.data)
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }
}

// What a browser reads when the directive it names is not in the policy (CSP3 §6.8.3).
const FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  'script-src-elem': ['script-src', 'default-src'],
  'script-src-attr': ['script-src', 'default-src'],
}

/** The words of the policy that a violation broke, as they were sent, without the nonce. */
export function brokenRule({ originalPolicy, effectiveDirective }: SecurityPolicyViolationEvent): string {
  const directives = originalPolicy.split(';').map((text) => text.trim())
  const names = [effectiveDirective, ...(FALLBACKS[effectiveDirective] ?? ['default-src'])]
  const found = names.flatMap((name) => directives.filter((text) => text.split(' ')[0] === name))[0]
  return (found ?? effectiveDirective).replaceAll(/'nonce-[^']*'/g, "'nonce-…'")
}
