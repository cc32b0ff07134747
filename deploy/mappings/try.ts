import type { MappingWork } from '../../api/schemas-mappings.ts'
import { coded } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'
import { askThread } from '../ask-thread.ts'
import type { Order, Report, Tried } from './protocol.ts'

/** Longer than any sample takes with patterns that can be used at all. */
const LIMIT = 5 * SECOND

/** Tries mappings in a thread of their own, which is ended where one takes longer than `limit` ms. Begins with the first that is tried. */
export const openTrying = (limit = LIMIT) => {
  const thread = askThread<Order, Report>(new URL('./try-worker.ts', import.meta.url), {
    what: 'the thread that tries mappings',
  })
  const end = (): Promise<void> => thread.close((worker) => worker.terminate())
  let isClosed = false

  const attempt = async (work: MappingWork, keep: boolean): Promise<Tried | 'too long'> => {
    let isLate = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = (): void => {
      isLate = true
      void end()
    }
    try {
      const report = await thread.ask({ id: thread.next(), work, keep }, () => {
        timer = setTimeout(late, limit)
      })
      if (report.kind !== 'readings') throw new Error(`no answer: ${report.kind}`)
      return report.readings
    } catch (error) {
      if (isLate) return 'too long'
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    /** What it makes of its sample; `keep` asks for the text of a file. Throws `BAD_ARGUMENT` where it takes too long. */
    async read(work: MappingWork, keep = false): Promise<Tried> {
      const readings = await attempt(work, keep).catch((error: unknown) => {
        // Somebody else's took too long, and the thread was ended with both.
        if (isClosed) throw error
        return attempt(work, keep)
      })
      if (readings !== 'too long') return readings
      throw coded(
        'BAD_ARGUMENT',
        `đọc mẫu quá ${limit / SECOND} giây nên đã dừng: một biểu thức /…/ trong quy tắc quá phức tạp, hãy viết đơn giản hơn (tránh lặp lồng nhau như (a+)+)`,
      )
    },
    async close(): Promise<void> {
      isClosed = true
      await end()
    },
  }
}
