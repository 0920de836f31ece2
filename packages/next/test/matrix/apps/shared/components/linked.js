/** The pages that `/links` fetches ahead. */
export const linked = ['/static', '/isr', '/posts/first', '/dynamic', '/streamed', '/grouped', '/parallel']
