/** The pages that `/links` fetches ahead. */
export const linked = ['/cached', '/partial', '/hole', '/posts/first', '/partial-posts/first', '/blocking']
