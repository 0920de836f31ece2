import type { Content, InlineAct } from './act.ts'

export interface Served {
  readonly type: string
  readonly body: string | Uint8Array
}

/** What a request is answered with. A script or style sheet leaves the probe's mark, so that it is known to have been applied. */
export function contentOf(content: Content, id: string): Served {
  switch (content) {
    case 'script':
    case 'style':
    case 'worker':
    case 'shared worker':
      return { type: content === 'style' ? 'text/css' : 'text/javascript', body: textOf(content, id) }
    case 'image':
      return { type: 'image/gif', body: IMAGE }
    case 'font':
      return { type: 'font/ttf', body: FONT }
    case 'sound':
      return { type: 'audio/wav', body: SOUND }
    case 'track':
      return { type: 'text/vtt', body: 'WEBVTT\n' }
    case 'page':
      return { type: 'text/html', body: '<!doctype html>' }
    case 'events':
      return { type: 'text/event-stream', body: 'data:\n\n' }
    case 'text':
      return { type: 'text/plain', body: 'text' }
  }
}

/** The code whose mark the page looks for: a global variable, or a custom property. */
export function textOf(language: Content | InlineAct['language'], id: string): string {
  switch (language) {
    case 'script':
      return `globalThis["${id}"]=1`
    case 'worker':
      return 'if(globalThis.postMessage)postMessage(1)'
    case 'shared worker':
      return 'onconnect=(event)=>event.ports[0].postMessage(1)'
    case 'style':
      return `body{--p${id}:1}`
    case 'declarations':
      return `--p${id}:1`
    default:
      return ''
  }
}

export function dataUrl(content: Content, id: string): string {
  const { type, body } = contentOf(content, id)
  return `data:${type};base64,${Buffer.from(body).toString('base64')}`
}

/** One pixel. */
const IMAGE: Buffer = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** One glyph, for A. */
const FONT: Buffer = Buffer.from(
  [
    'AAEAAAAKAIAAAwAgT1MvMkE4QqUAAAEoAAAAYGNtYXAADACUAAABkAAAADRnbHlmEO8R6AAAAcwAAAAaaGVhZDFPJ4gAAACs',
    'AAAANmhoZWEHIgMjAAAA5AAAACRobXR4BkAAAAAAAYgAAAAIbG9jYQANAAAAAAHEAAAABm1heHAABAAFAAABCAAAACBuYW1l',
    'AJlcyAAAAegAAAA8cG9zdAAoAAAAAAIkAAAAJgABAAAAAQAAgirj7V8PPPUAAwQAAAAAAOcocVQAAAAA5yhxVAAAAAAD6APo',
    'AAAAAwACAAAAAAAAAAEAAAM4/zgAAAPoAAAAAAPoAAEAAAAAAAAAAAAAAAAAAAACAAEAAAACAAMAAQAAAAAAAgAAAAAAAAAA',
    'AAAAAAAAAAAAAwMgAZAABQAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAPz8/PwAA',
    'AEEAQQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAACWAAAA+gAAAAAAAIAAAADAAAAFAADAAEAAAAUAAQAIAAAAAQABAAB',
    'AAAAQf//AAAAQf///8AAAQAAAAAAAAAAAA0AAAABAAAAAAPoA+gAAgAAMQEBAfQB9APo/BgAAAAAAAAEADYAAQAAAAAAAQAB',
    'AAAAAQAAAAAAAgABAAEAAwABBAkAAQACAAIAAwABBAkAAgACAARUUgBUAFIAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAACAAAAJAAA',
  ].join(''),
  'base64',
)

/** A tenth of a second, and nothing to hear. */
const SOUND: Buffer = (() => {
  const samples = 800
  const sound = Buffer.alloc(44 + samples, 128)
  sound.write('RIFF', 0)
  sound.writeUInt32LE(36 + samples, 4)
  sound.write('WAVEfmt ', 8)
  sound.writeUInt32LE(16, 16)
  sound.writeUInt16LE(1, 20)
  sound.writeUInt16LE(1, 22)
  sound.writeUInt32LE(8000, 24)
  sound.writeUInt32LE(8000, 28)
  sound.writeUInt16LE(1, 32)
  sound.writeUInt16LE(8, 34)
  sound.write('data', 36)
  sound.writeUInt32LE(samples, 40)
  return sound
})()
