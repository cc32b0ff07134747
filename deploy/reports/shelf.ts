import type { Period } from '../../api/reports/period.ts'
import type { Signed } from '../../api/reports/write.ts'
import type { Ready } from '../../api/schemas-reports.ts'
import { isCoded } from '../../kernel/errors.ts'
import { reportsIn } from './kept.ts'
import { readyIn } from './ready.ts'

/** What is kept of a period, told shortly. */
export type Standing = {
  readonly state: 'none' | 'draft' | 'closed' | 'signed' | 'damaged'
  readonly ready?: Ready
  readonly closed?: { readonly at: number; readonly digest: string }
  readonly signed?: Signed
  readonly damage?: string
}
type Kept = Omit<Standing, 'ready'>

/** How periods stand by the files of a data folder. Each closed report is read once and again when its file changes. */
export const shelfOf = (data: string) => {
  const [reports, ready] = [reportsIn(data), readyIn(data)]
  const known = new Map<string, { readonly stamp: string; readonly kept: Kept }>()

  const read = async (period: Pick<Period, 'id'>, unit: string | undefined): Promise<Kept> => {
    try {
      const closed = await reports.closed(period, unit)
      if (!closed) return { state: 'none' }
      const signed = await reports.signed(period, unit)
      const { closedAt: at, digest } = closed
      return { state: signed ? 'signed' : 'closed', closed: { at, digest }, ...(signed && { signed }) }
    } catch (error) {
      if (!isCoded(error) || error.code !== 'REPORT_DAMAGED') throw error
      return { state: 'damaged', damage: error.message }
    }
  }

  return {
    async standing(period: Pick<Period, 'id'>, unit: string | undefined): Promise<Standing> {
      const [key, stamp] = [JSON.stringify([period.id, unit]), await reports.stamp(period, unit)]
      const before = known.get(key)
      const kept = before?.stamp === stamp ? before.kept : await read(period, unit)
      known.set(key, { stamp, kept })
      const note = await ready.note(period, unit)
      if (!note) return kept
      const { period: _, unit: __, state, ...said } = note
      if (kept.state === 'none') return state === 'draft' ? { state: 'draft', ready: said } : kept
      // Files of before it was closed or signed say otherwise than what is kept.
      return state === kept.state ? { ...kept, ready: said } : kept
    },

    /** Every period and scope of which there is something. */
    async all(): Promise<readonly { readonly id: string; readonly unit?: string }[]> {
      const made = (await ready.all()).map(({ period: id, unit }) => ({ id, ...(unit !== undefined && { unit }) }))
      return [...(await reports.names()), ...made]
    },
  }
}

export type Shelf = ReturnType<typeof shelfOf>
