import type { RequestActName } from '../../act/acts.ts'
import type { Probe } from '../../case.ts'
import { type ChildWindow, type Doing, failure, hasRun, isStyled, make, never, outcome } from '../child.ts'
import { connectionDoings } from './connections.ts'

/** What is fetched. Every probe here has its URL by now. */
export const resourceDoings: Readonly<Record<RequestActName, Doing>> = {
  ...connectionDoings,
  script: (child, probe) => insertScript(child, probe, ''),
  'parsed script': async (child, probe) => hasRun(child, probe),
  module: (child, probe) => insertScript(child, probe, 'module'),
  'parsed module': async (child, probe) => hasRun(child, probe),
  'style sheet': async (child, probe) => {
    const link = insertLink(child, probe, 'stylesheet')
    await outcome(link, 'load', 'error')
    return isStyled(child, child.document.body, probe)
  },
  'parsed style sheet': async (child, probe) => isStyled(child, child.document.body, probe),
  image: (child, probe) => insertImage(child, probe, null),
  'image with CORS': (child, probe) => insertImage(child, probe, 'anonymous'),
  'picture source': (child, probe) => {
    const image = make(child, 'img', probe)
    image.srcset = urlOf(probe)
    return loading(child, image)
  },
  'image button': (child, probe) => {
    const button = make(child, 'input', probe)
    button.type = 'image'
    button.src = urlOf(probe)
    return loading(child, button)
  },
  'SVG image': (child, probe) => {
    const namespace = 'http://www.w3.org/2000/svg'
    const picture = child.document.createElementNS(namespace, 'svg')
    const image = child.document.createElementNS(namespace, 'image')
    image.setAttribute('href', urlOf(probe))
    picture.append(image)
    child.document.body.append(picture)
    return never
  },
  background: (child, probe) => {
    const element = make(child, 'div', probe)
    element.textContent = 'x'
    // Through the object model: a style attribute would be a matter of style-src-attr.
    element.style.backgroundImage = `url("${urlOf(probe)}")`
    child.document.body.append(element)
    return never
  },
  poster: (child, probe) => {
    const video = make(child, 'video', probe)
    video.poster = urlOf(probe)
    child.document.body.append(video)
    return never
  },
  font: async (child, probe) => {
    await new child.FontFace(`p${probe.id}`, `url("${urlOf(probe)}")`).load()
    return true
  },
  audio: (child, probe) => insertMedia(child, make(child, 'audio', probe), probe),
  video: (child, probe) => insertMedia(child, make(child, 'video', probe), probe),
  track: (child, probe) => {
    const video = make(child, 'video', probe)
    const track = make(child, 'track', probe)
    video.crossOrigin = 'anonymous'
    track.src = urlOf(probe)
    track.default = true
    video.append(track)
    child.document.body.append(video)
    track.track.mode = 'showing'
    return failure(track)
  },
  object: (child, probe) => {
    const object = make(child, 'object', probe)
    object.type = 'image/gif'
    object.data = urlOf(probe)
    child.document.body.append(object)
    return failure(object)
  },
  embed: (child, probe) => {
    const embed = make(child, 'embed', probe)
    embed.type = 'image/gif'
    embed.src = urlOf(probe)
    child.document.body.append(embed)
    return failure(embed)
  },
  frame: (child, probe) => {
    const frame = make(child, 'iframe', probe)
    frame.src = urlOf(probe)
    child.document.body.append(frame)
    return never
  },
  prefetch: (child, probe) => failure(insertLink(child, probe, 'prefetch')),
  'preload of a script': preload('script'),
  'preload of a style sheet': preload('style'),
  'preload of an image': preload('image'),
  'preload of a font': preload('font'),
  'preload for fetch': preload('fetch'),
  'preload of a module': (child, probe) => failure(insertLink(child, probe, 'modulepreload')),
  base: async (child, probe) => {
    const base = make(child, 'base', probe)
    base.href = urlOf(probe)
    child.document.head.append(base)
    return child.document.baseURI === urlOf(probe)
  },
  form: (child, probe) => {
    const form = make(child, 'form', probe)
    // GET would lose the query, which tells whose the request is.
    form.method = 'POST'
    form.action = urlOf(probe)
    child.document.body.append(form)
    form.submit()
    return never
  },
}

function urlOf({ url = '' }: Probe): string {
  return url
}

async function insertScript(child: ChildWindow, probe: Probe, type: string): Promise<boolean> {
  const script = make(child, 'script', probe)
  script.type = type
  if (probe.nonce !== undefined) script.nonce = probe.nonce
  if (probe.integrity !== undefined) {
    script.integrity = probe.integrity
    script.crossOrigin = 'anonymous'
  }
  script.src = urlOf(probe)
  const over = outcome(script, 'load', 'error')
  child.document.body.append(script)
  await over
  return hasRun(child, probe)
}

function insertLink(child: ChildWindow, probe: Probe, rel: string, as = ''): HTMLLinkElement {
  const link = make(child, 'link', probe)
  link.rel = rel
  if (as !== '') link.as = as
  if (as === 'font' || as === 'fetch') link.crossOrigin = 'anonymous'
  if (probe.nonce !== undefined) link.nonce = probe.nonce
  if (probe.integrity !== undefined) {
    link.integrity = probe.integrity
    link.crossOrigin = 'anonymous'
  }
  link.href = urlOf(probe)
  child.document.head.append(link)
  return link
}

function preload(as: string): Doing {
  return (child, probe) => failure(insertLink(child, probe, 'preload', as))
}

function insertImage(child: ChildWindow, probe: Probe, crossOrigin: string | null): Promise<boolean> {
  const image = make(child, 'img', probe)
  image.crossOrigin = crossOrigin
  image.src = urlOf(probe)
  return loading(child, image)
}

function loading(child: ChildWindow, element: HTMLElement): Promise<boolean> {
  const loaded = outcome(element, 'load', 'error')
  child.document.body.append(element)
  return loaded
}

function insertMedia(child: ChildWindow, media: HTMLMediaElement, probe: Probe): Promise<boolean> {
  media.preload = 'auto'
  media.src = urlOf(probe)
  child.document.body.append(media)
  return failure(media)
}
