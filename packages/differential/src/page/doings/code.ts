import type { InlineActName } from '../../act/acts.ts'
import type { Probe } from '../../case.ts'
import { becomesTrue, type ChildWindow, type Doing, hasRun, isStyled, make } from '../child.ts'

/** Long enough for a busy machine, and only waited out by what is blocked. */
const PATIENCE = 1_000

const parsedScript: Doing = async (child, probe) => hasRun(child, probe)

/** Code and style in the page itself. */
export const codeDoings: Readonly<Record<InlineActName, Doing>> = {
  'inline script': async (child, probe) => {
    insertScript(child, probe, '')
    return hasRun(child, probe)
  },
  'parsed inline script': parsedScript,
  'inline module': (child, probe) => {
    insertScript(child, probe, 'module')
    return becomesTrue(() => hasRun(child, probe), PATIENCE)
  },
  'parsed inline module': parsedScript,
  'inline style': (child, probe) => {
    const style = make(child, 'style', probe)
    if (probe.nonce !== undefined) style.nonce = probe.nonce
    style.textContent = probe.text ?? ''
    child.document.head.append(style)
    return becomesTrue(() => isStyled(child, child.document.body, probe), PATIENCE)
  },
  'parsed inline style': async (child, probe) => isStyled(child, child.document.body, probe),
  'script attribute': async (child, probe) => {
    const element = make(child, 'div', probe)
    child.document.body.append(element)
    element.setAttribute('onclick', probe.text ?? '')
    element.click()
    return hasRun(child, probe)
  },
  'parsed script attribute': async (child, probe) => {
    marked(child, probe)?.click()
    return hasRun(child, probe)
  },
  'style attribute': async (child, probe) => {
    const element = make(child, 'div', probe)
    child.document.body.append(element)
    element.setAttribute('style', probe.text ?? '')
    return isStyled(child, element, probe)
  },
  'parsed style attribute': async (child, probe) => {
    const element = marked(child, probe)
    return element !== null && isStyled(child, element, probe)
  },
  'javascript: link': (child, probe) => {
    const link = make(child, 'a', probe)
    link.href = `javascript:${probe.text}`
    child.document.body.append(link)
    link.click()
    return becomesTrue(() => hasRun(child, probe), PATIENCE)
  },
  eval: async (child, probe) => {
    child.eval(probe.text ?? '')
    return hasRun(child, probe)
  },
  Function: async (child, probe) => {
    child.Function(probe.text ?? '')()
    return hasRun(child, probe)
  },
  setTimeout: (child, probe) => {
    child.setTimeout(probe.text ?? '')
    return becomesTrue(() => hasRun(child, probe), PATIENCE)
  },
  setInterval: async (child, probe) => {
    const timer = child.setInterval(probe.text ?? '', 1)
    const ran = await becomesTrue(() => hasRun(child, probe), PATIENCE)
    child.clearInterval(timer)
    return ran
  },
  WebAssembly: async (child) => {
    const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    await child.WebAssembly.compile(emptyModule)
    return true
  },
}

function insertScript(child: ChildWindow, probe: Probe, type: string): void {
  const script = make(child, 'script', probe)
  if (probe.nonce !== undefined) script.nonce = probe.nonce
  script.type = type
  script.textContent = probe.text ?? ''
  child.document.body.append(script)
}

function marked(child: ChildWindow, { id }: Probe): HTMLElement | null {
  return child.document.querySelector<HTMLElement>(`[data-probe="${id}"]`)
}
