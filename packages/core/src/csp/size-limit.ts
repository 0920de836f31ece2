/** From how many bytes on a header is refused, and by whom. */
export interface SizeLimit {
  readonly bytes: number
  /** Never an error: where no proxy stands before the server, browsers take far more. */
  readonly severity: 'warning' | 'info'
  readonly why: string
}

/** The largest first. Servers and proxies are set up by their users; these are what most come with. */
const LIMITS: readonly SizeLimit[] = [
  { bytes: 8192, severity: 'warning', why: 'more than most proxies accept of all headers together' },
  {
    bytes: 4096,
    severity: 'warning',
    why: 'more than nginx, as it is set up on most machines, accepts of all headers together',
  },
  { bytes: 2000, severity: 'info', why: 'half of what the smallest buffers of common proxies hold for all headers' },
]

/** The largest limit that so many bytes are above. */
export function limitOf(size: number): SizeLimit | undefined {
  return LIMITS.find(({ bytes }) => size > bytes)
}
