export const GET = () => Response.json({ up: true })
