import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Coverage } from '../../api/coverage/coverage.ts'
import type { Period } from '../../api/reports/period.ts'
import { writeDurably } from '../../ingest/durably.ts'
import { isMissing } from '../../kernel/errors.ts'

/** A coverage as it was made at a time. */
export type KeptCoverage = { readonly at: number; readonly coverage: Coverage }

/** The latest coverage of each period, in `coverage/` of the data folder. All of it can be made again, so nothing is lost with the folder. */
export const coverageIn = (data: string) => {
  const folder = join(data, 'coverage')
  const nameOf = ({ id }: Pick<Period, 'id'>): string => `${id}.json`
  return {
    async keep(kept: KeptCoverage): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeDurably(folder, nameOf(kept.coverage.period), JSON.stringify(kept))
    },

    /** Undefined where none was made, or by another version of the product; one that cannot be read is told of and counts as none. */
    async of(period: Pick<Period, 'id'>, log: Pick<Logger, 'warn'>): Promise<KeptCoverage | undefined> {
      const file = join(folder, nameOf(period))
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return undefined
        throw error
      })
      if (text === undefined) return undefined
      try {
        const kept = JSON.parse(text) as KeptCoverage // written by `keep` alone
        return kept.coverage.schema === 1 ? kept : undefined
      } catch (error) {
        log.warn({ err: error, file }, 'a kept coverage is damaged and counts as none; it can be made again')
        return undefined
      }
    },
  }
}
