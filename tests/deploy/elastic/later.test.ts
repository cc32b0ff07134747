import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openedLater } from '../../../deploy/elastic/later.ts'
import type { Elastic } from '../../../deploy/elastic/open.ts'
import { coded } from '../../../kernel/errors.ts'

const log = pino({ level: 'silent' })
const fine = { sent: 0, foreign: 0, n: 0, refused: 0, removed: 7, dropped: 0 }
const absent = coded(
  'CONFIG_INVALID',
  'không đọc được khóa',
  Object.assign(new Error('no such file'), { code: 'ENOENT' }),
)

test('a key that is not there yet holds nothing up: it says so, and tells once the key is there', async () => {
  let isThere = false
  const done: string[] = []
  const elastic = openedLater(
    () => {
      if (!isThere) throw absent
      return {
        ...{ state: () => fine, wake: () => undefined, archive: () => undefined, recordsWaiting: () => undefined },
        watch: () => void done.push('watch'),
        stop: async () => void done.push('stop'),
      }
    },
    log,
    5,
  )
  onTestFinished(() => elastic.stop())
  // What is watched is handed on as it is.
  elastic.watch({ node: 'ingest' } as Parameters<Elastic['watch']>[0])
  expect(elastic.state()).toMatchObject({ untold: absent })
  isThere = true
  await vi.waitFor(() => expect(elastic.state()).toEqual(fine))
  await elastic.stop()
  expect(done).toEqual(['watch', 'stop'])
})

test('stopped before, it is opened no more', async () => {
  let opened = 0
  const elastic = openedLater(
    () => {
      opened += 1
      throw absent
    },
    log,
    1,
  )
  await vi.waitFor(() => expect(opened).toBeGreaterThan(2))
  await elastic.stop()
  const before = opened
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(opened).toBe(before)
})

test('what is wrong with a file that came later is said once', async () => {
  let opened = 0
  const said: string[] = []
  const elastic = openedLater(
    () => {
      opened += 1
      throw opened === 1 ? absent : coded('CONFIG_INVALID', 'không phải khóa')
    },
    pino({ level: 'error' }, { write: (line: string) => void said.push(line) }),
    1,
  )
  await vi.waitFor(() => expect(opened).toBeGreaterThan(4), { timeout: 60_000 })
  await elastic.stop()
  expect(said).toHaveLength(1)
})

test('what is wrong with a file that is there ends the start', () => {
  const wrong = coded('CONFIG_INVALID', 'không phải khóa')
  expect(() =>
    openedLater(() => {
      throw wrong
    }, log),
  ).toThrow(wrong)
})
