import { type Element, namespaceOf } from './dom.ts'

interface HandlerGroup {
  /** The elements that take the attributes: all, those that speak for the window, SVG's animations, or by name. */
  readonly on: 'all' | 'window' | 'animations' | readonly string[]
  readonly names: string
  readonly see: string
}

/**
 * The event handler content attributes. A table, because not every name in `on…` is one (`once`, `on:click`, `one`), and whoever hashed those would ask
 * for `'unsafe-hashes'` in vain. A test asks Chromium for the names it knows, so that a new one becomes a new name here.
 */
export const EVENT_HANDLERS: readonly HandlerGroup[] = [
  {
    on: 'all',
    names:
      'onabort onauxclick onbeforeinput onbeforematch onbeforetoggle onblur oncancel oncanplay oncanplaythrough onchange onclick onclose oncommand oncontextlost oncontextmenu oncontextrestored oncopy oncuechange oncut ondblclick ondrag ondragend ondragenter ondragleave ondragover ondragstart ondrop ondurationchange onemptied onended onerror onfocus onformdata oninput oninvalid onkeydown onkeypress onkeyup onload onloadeddata onloadedmetadata onloadstart onmousedown onmouseenter onmouseleave onmousemove onmouseout onmouseover onmouseup onpaste onpause onplay onplaying onprogress onratechange onreset onresize onscroll onscrollend onsecuritypolicyviolation onseeked onseeking onselect onslotchange onstalled onsubmit onsuspend ontimeupdate ontoggle onvolumechange onwaiting onwebkitanimationend onwebkitanimationiteration onwebkitanimationstart onwebkittransitionend onwheel',
    see: 'https://html.spec.whatwg.org/multipage/webappapis.html#globaleventhandlers',
  },
  {
    on: 'all',
    names:
      'ongotpointercapture onlostpointercapture onpointercancel onpointerdown onpointerenter onpointerleave onpointermove onpointerout onpointerover onpointerrawupdate onpointerup',
    see: 'https://w3c.github.io/pointerevents/#extensions-to-the-globaleventhandlers-mixin',
  },
  {
    on: 'all',
    names: 'ontouchcancel ontouchend ontouchmove ontouchstart',
    see: 'https://w3c.github.io/touch-events/#extensions-to-the-globaleventhandlers-mixin',
  },
  {
    on: 'all',
    names: 'onanimationcancel onanimationend onanimationiteration onanimationstart',
    see: 'https://drafts.csswg.org/css-animations-1/#interface-globaleventhandlers',
  },
  {
    on: 'all',
    names: 'ontransitioncancel ontransitionend ontransitionrun ontransitionstart',
    see: 'https://drafts.csswg.org/css-transitions-1/#interface-globaleventhandlers',
  },
  {
    on: 'all',
    names: 'onselectionchange onselectstart',
    see: 'https://w3c.github.io/selection-api/#extensions-to-globaleventhandlers-interface',
  },
  {
    on: 'all',
    names: 'onfullscreenchange onfullscreenerror onwebkitfullscreenchange onwebkitfullscreenerror',
    see: 'https://fullscreen.spec.whatwg.org/#api',
  },
  {
    on: 'all',
    names: 'onscrollsnapchange onscrollsnapchanging',
    see: 'https://drafts.csswg.org/css-scroll-snap-2/#snap-events',
  },
  {
    on: 'all',
    names: 'oncontentvisibilityautostatechange',
    see: 'https://drafts.csswg.org/css-contain-3/#content-visibility-auto-state-changed',
  },
  { on: 'all', names: 'onbeforexrselect', see: 'https://immersive-web.github.io/dom-overlays/#onbeforexrselect' },
  {
    // Of one engine or another, and in no standard.
    on: 'all',
    names:
      'onafterscriptexecute onbeforecopy onbeforecut onbeforepaste onbeforescriptexecute ongesturechange ongestureend ongesturestart onloadend onmousewheel onmozfullscreenchange onmozfullscreenerror onsearch onwebkitmouseforcechanged onwebkitmouseforcedown onwebkitmouseforceup onwebkitmouseforcewillbegin',
    see: 'https://developer.mozilla.org/docs/Web/API/Element#events',
  },
  {
    on: 'window',
    names:
      'onafterprint onbeforeprint onbeforeunload onhashchange onlanguagechange onmessage onmessageerror onoffline ononline onpagehide onpagereveal onpageshow onpageswap onpopstate onrejectionhandled onstorage onunhandledrejection onunload',
    see: 'https://html.spec.whatwg.org/multipage/webappapis.html#windoweventhandlers',
  },
  {
    on: 'window',
    names: 'ongamepadconnected ongamepaddisconnected',
    see: 'https://w3c.github.io/gamepad/#extensions-to-the-windoweventhandlers-interface-mixin',
  },
  {
    // Of one engine or another, or once in a standard.
    on: 'window',
    names: 'ondevicelight ondevicemotion ondeviceorientation ondeviceorientationabsolute onorientationchange',
    see: 'https://w3c.github.io/deviceorientation/',
  },
  {
    on: 'animations',
    names: 'onbegin onend onrepeat',
    see: 'https://svgwg.org/specs/animations/#EventAttributes',
  },
  {
    on: ['audio', 'video'],
    names: 'onencrypted onwaitingforkey',
    see: 'https://w3c.github.io/encrypted-media/#htmlmediaelement-extensions',
  },
  {
    on: ['video'],
    names: 'onenterpictureinpicture onleavepictureinpicture',
    see: 'https://w3c.github.io/picture-in-picture/#htmlvideoelement-extensions',
  },
  {
    on: ['geolocation', 'usermedia', 'permission'],
    names: 'onlocation onpromptaction onpromptdismiss onstream onvalidationstatuschange',
    see: 'https://wicg.github.io/PEPC/permission-elements.html',
  },
]

const ANIMATIONS: readonly string[] = ['animate', 'animateMotion', 'animateTransform', 'discard', 'set']

const GROUPS: ReadonlyMap<string, readonly HandlerGroup[]> = byName()

/** Whether a browser would compile this attribute's value into an event handler of the element. */
export function isEventHandler(element: Element, attribute: string): boolean {
  return GROUPS.get(attribute)?.some(({ on }) => takes(element, on)) ?? false
}

function takes(element: Element, on: HandlerGroup['on']): boolean {
  const namespace = namespaceOf(element)
  switch (on) {
    case 'all':
      return true
    case 'window':
      return namespace === 'html' && ['body', 'frameset'].includes(element.tagName)
    case 'animations':
      return namespace === 'svg' && ANIMATIONS.includes(element.tagName)
    default:
      return namespace === 'html' && on.includes(element.tagName)
  }
}

function byName(): ReadonlyMap<string, readonly HandlerGroup[]> {
  const groups = new Map<string, HandlerGroup[]>()
  for (const group of EVENT_HANDLERS) {
    for (const name of group.names.split(' ')) groups.set(name, [...(groups.get(name) ?? []), group])
  }
  return groups
}
