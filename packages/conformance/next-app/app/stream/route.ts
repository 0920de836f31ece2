export function GET(_request: Request) {
  const pieces = new ReadableStream<string>({
    start(controller) {
      for (const piece of ['one ', 'two ', 'three']) controller.enqueue(piece)
      controller.close()
    },
  })
  return new Response(pieces.pipeThrough(new TextEncoderStream()))
}
