/** In an attribute it makes an element not nonceable: markup that an attacker left open may have swallowed another element's nonce. */
export const DANGLING = 'x<sCript'
