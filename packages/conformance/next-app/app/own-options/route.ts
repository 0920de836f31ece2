export const GET = ({ method }: Request) => Response.json({ ok: true, method })

export const OPTIONS = () => Response.json({ own: 'options' }, { headers: { allow: 'GET, OPTIONS' } })
