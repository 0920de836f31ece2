interface Context {
  readonly params: Promise<{ readonly name: string; readonly value: string }>
}

export async function GET(_request: Request, { params }: Context) {
  const { name, value } = await params
  return Response.json({ set: name }, { headers: { [decodeURIComponent(name)]: decodeURIComponent(value) } })
}
