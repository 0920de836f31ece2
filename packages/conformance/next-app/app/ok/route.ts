const answer = ({ method }: Request) => Response.json({ ok: true, method })

export const GET = answer
export const POST = answer
export const PUT = answer
export const PATCH = answer
export const DELETE = answer
export const OPTIONS = answer
