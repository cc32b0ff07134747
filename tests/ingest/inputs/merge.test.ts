import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeByTime } from '../../../ingest/inputs/merge.ts'

type Item = { readonly file: number; readonly n: number; readonly at: number | undefined }

async function* inputOf(
  file: number,
  times: readonly (number | undefined)[],
  closed: number[] = [],
): AsyncGenerator<Item> {
  try {
    for (const [n, at] of times.entries()) yield { file, n, at }
  } finally {
    closed.push(file)
  }
}

const merged = async (files: readonly (readonly (number | undefined)[])[]): Promise<Item[]> => {
  const items: Item[] = []
  for await (const item of mergeByTime(
    files.map((times, file) => inputOf(file, times)),
    ({ at }) => at,
  ))
    items.push(item)
  return items
}

describe('merging files by time', () => {
  test.each<[string, (number | undefined)[][], string]>([
    [
      'two files alternate',
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
      '0 1 0 1 0 1',
    ],
    [
      'the earlier file goes first at equal times',
      [
        [1, 1],
        [1, 1],
      ],
      '0 0 1 1',
    ],
    [
      'a line without a time stays behind the one before it',
      [
        [1, undefined, undefined, 9],
        [2, 3],
      ],
      '0 0 0 1 1 0',
    ],
    ['lines without a time at the beginning go first', [[5], [undefined, 6]], '1 0 1'],
    ['nothing', [[], []], ''],
  ])('%s', async (_, files, order) => {
    expect((await merged(files)).map(({ file }) => file).join(' ')).toBe(order)
  })

  test('of ordered files it is a sort, of any files nothing is lost and each keeps its own order', async () => {
    const times = fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat(30) }, fc.constant(undefined)), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(fc.array(times, { maxLength: 6 }), async (files) => {
        const items = await merged(files)
        expect(items).toHaveLength(files.flat().length)
        for (const [file, of] of files.entries())
          expect(items.filter((item) => item.file === file).map(({ at }) => at)).toEqual(of)
        const sorted = files.map((of) => of.filter((at) => at !== undefined).sort((a, b) => a - b))
        expect((await merged(sorted)).map(({ at }) => at)).toEqual(sorted.flat().sort((a, b) => a - b))
      }),
    )
  })

  test('leaving early closes every file', async () => {
    const closed: number[] = []
    for await (const item of mergeByTime([inputOf(0, [1, 2], closed), inputOf(1, [3], closed)], ({ at }) => at)) {
      expect(item.at).toBe(1)
      break
    }
    expect(closed.sort()).toEqual([0, 1])
  })

  test('a file that fails stops the merge with its own error, and closes the others', async () => {
    const closed: number[] = []
    const broken = async function* (): AsyncGenerator<Item> {
      yield { file: 1, n: 0, at: 0 }
      throw new Error('unreadable')
    }
    const reading = (async () => {
      for await (const _ of mergeByTime([inputOf(0, [1, 2], closed), broken()], ({ at }) => at));
    })()
    await expect(reading).rejects.toThrow('unreadable')
    expect(closed).toEqual([0])
  })
})
