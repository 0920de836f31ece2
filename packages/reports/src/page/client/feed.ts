import type { PageData } from '../page-data.ts'
import { dataAddress } from './address.ts'

const EVERY = 5_000

export interface FeedListener {
  onData(data: PageData): void
  /** Also called when nothing is new. */
  onFresh(at: number): void
  /** @param since When it last worked, or began not to. */
  onTrouble(words: string, since: number): void
}

/** Asks for the data now and every five seconds, while the page is visible and nobody paused it. */
export class Feed {
  readonly #listener: FeedListener
  #isPaused = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking: AbortController | undefined
  #known = { address: '', etag: '' }
  #troubleSince: number | undefined

  constructor(listener: FeedListener) {
    this.#listener = listener
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) clearTimeout(this.#timer)
      else if (!this.#isPaused) this.refresh()
    })
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  set isPaused(isPaused: boolean) {
    this.#isPaused = isPaused
    if (isPaused) clearTimeout(this.#timer)
    else this.refresh()
  }

  refresh(): void {
    clearTimeout(this.#timer)
    this.#asking?.abort()
    const asking = new AbortController()
    this.#asking = asking
    void this.#ask(asking.signal).finally(() => {
      if (asking.signal.aborted || this.#isPaused || document.hidden) return
      this.#timer = setTimeout(() => this.refresh(), EVERY)
    })
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const address = dataAddress()
    const headers: HeadersInit = this.#known.address === address ? { 'if-none-match': this.#known.etag } : {}
    const response = await fetch(address, { signal, cache: 'no-store', headers }).catch(() => undefined)
    if (signal.aborted) return
    if (response === undefined) return this.#say('The server does not answer.')
    if (response.status !== 304) {
      const isData = response.status === 200 && response.headers.get('content-type')?.startsWith('application/json')
      if (isData !== true) return this.#tellTrouble(response)
      const data: PageData = await response.json()
      if (signal.aborted) return
      this.#known = { address, etag: response.headers.get('etag') ?? '' }
      this.#listener.onData(data)
    }
    this.#troubleSince = undefined
    this.#listener.onFresh(Date.now())
  }

  async #tellTrouble(response: Response): Promise<void> {
    if (response.status === 401 || response.status === 403) {
      return this.#say('You may not see this any more. Sign in again, then reload the page.')
    }
    const told: unknown = await response.json().catch(() => undefined)
    const hasWords = typeof told === 'object' && told !== null && 'problem' in told && typeof told.problem === 'string'
    this.#say(hasWords ? `${told.problem}` : `The server answers with ${response.status} and no data.`)
  }

  #say(words: string): void {
    this.#troubleSince ??= Date.now()
    this.#listener.onTrouble(words, this.#troubleSince)
  }
}
