import { DANGLING } from '../act/dangling.ts'
import type { Probe } from '../case.ts'

/** The window of a case's page. What is done with its constructors and its nodes is done under its policies. */
export type ChildWindow = Window & typeof globalThis

/**
 * Does what an act says. Fulfilled with whether it went through; never fulfilled when the page cannot tell, and only the server can.
 *
 * It is the runner's code, in a window without a policy, that acts on the nodes and constructors of the page's: so no policy has to let a script in
 * that drives the page, which would bend what is tried.
 */
export type Doing = (child: ChildWindow, probe: Probe) => Promise<boolean>

export function childOf(frame: HTMLIFrameElement): ChildWindow {
  const child = frame.contentWindow
  if (!isWindow(child)) throw new Error('the frame has no window')
  return child
}

function isWindow(child: Window | null): child is ChildWindow {
  return child !== null
}

/** An element of the page's, marked so that an event tells whose it is. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  child: ChildWindow,
  name: Name,
  { id, dangling }: Probe,
): HTMLElementTagNameMap[Name] {
  const element = child.document.createElement(name)
  element.dataset.probe = id
  if (dangling) element.setAttribute('data-text', DANGLING)
  return element
}

/** True when an event of the first kind comes, false when one of the second does. */
export function outcome(target: EventTarget, good: string, bad: string): Promise<boolean> {
  return new Promise((resolve) => {
    target.addEventListener(good, () => resolve(true), { once: true })
    target.addEventListener(bad, () => resolve(false), { once: true })
  })
}

/** False when it fails; that it does not says nothing. */
export function failure(target: EventTarget): Promise<boolean> {
  return new Promise((resolve) => {
    target.addEventListener('error', () => resolve(false), { once: true })
  })
}

export const never: Promise<boolean> = new Promise(() => {})

/** The probe's script has run in the page. */
export function hasRun(child: ChildWindow, { id }: Probe): boolean {
  return Reflect.get(child, id) === 1
}

/** The probe's style applies to the element. */
export function isStyled(child: ChildWindow, element: Element, { id }: Probe): boolean {
  return child.getComputedStyle(element).getPropertyValue(`--p${id}`) !== ''
}

/** Looks again and again: for what a browser does when it finds the time, and no event tells of. */
export async function becomesTrue(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds
  while (!condition()) {
    if (performance.now() > end) return false
    await pause(10)
  }
  return true
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
