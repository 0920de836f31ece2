/** Enough to have the hashes of some pages made while the next one is read. */
const AT_ONCE = 8

/** Does something for each of what an iterator gives, several at once. Rejects with the first error, when those begun have ended. */
export async function forEachOf<Item>(items: Iterator<Item>, act: (item: Item) => Promise<void>): Promise<void> {
  let isOver = false
  const worker = async (): Promise<void> => {
    while (!isOver) {
      const next = items.next()
      if (next.done) {
        isOver = true
        return
      }
      try {
        await act(next.value)
      } catch (error) {
        isOver = true
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker))
  for (const result of ended) if (result.status === 'rejected') throw result.reason
}
