// Nothing longer can be listed, and nothing longer is read of a request.

/** No standard bounds a scheme; registered ones have at most 36 characters. */
export const LONGEST_SCHEME = 64
/** RFC 1035 §2.3.4, as text. */
export const LONGEST_HOST = 253
export const LONGEST_LABEL = 63
/** Scheme, `://`, host, `:` and five digits. */
export const LONGEST_ORIGIN: number = LONGEST_SCHEME + 3 + LONGEST_HOST + 6
