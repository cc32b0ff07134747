/**
 * Merges several inputs, each roughly in order of time, into one: always the head with the earliest time, of equal ones the
 * earlier input's. An item without a time keeps its place behind the one before it. Disorder inside an input stays, so
 * nothing is held back and memory is one item an input. Inputs are closed when the reader leaves.
 */
export async function* mergeByTime<T>(
  inputs: readonly AsyncIterable<T>[],
  timeOf: (item: T) => number | undefined,
): AsyncGenerator<T> {
  const heads: Head<T>[] = []
  const open = inputs.map((input) => input[Symbol.asyncIterator]())
  const draw = async (iterator: AsyncIterator<T>, order: number, before: number) => {
    const next = await iterator.next()
    if (!next.done) insert(heads, { iterator, order, item: next.value, time: timeOf(next.value) ?? before })
  }
  try {
    await Promise.all(open.map((iterator, order) => draw(iterator, order, Number.NEGATIVE_INFINITY)))
    for (let head = heads.pop(); head; head = heads.pop()) {
      yield head.item
      await draw(head.iterator, head.order, head.time)
    }
  } finally {
    await Promise.all(open.map((iterator) => iterator.return?.()))
  }
}

type Head<T> = {
  readonly iterator: AsyncIterator<T>
  readonly order: number
  readonly item: T
  readonly time: number
}

/** Keeps the heads in falling order, so that the earliest is the last. */
const insert = <T>(heads: Head<T>[], head: Head<T>): void => {
  let low = 0
  let high = heads.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = heads[middle]!
    if (other.time > head.time || (other.time === head.time && other.order > head.order)) low = middle + 1
    else high = middle
  }
  heads.splice(low, 0, head)
}
