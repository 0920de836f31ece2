export const GET = () => Response.json({ hello: true })
