import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Coverage } from '../../api/coverage/coverage.ts'
import type { Period } from '../../api/reports/period.ts'
import { isMissing } from '../../kernel/errors.ts'

/** A coverage as it was made at a time. */
export type KeptCoverage = { readonly at: number; readonly coverage: Coverage }

/** The latest coverage of each period, in `coverage/` of the data folder. All of it can be made again, so nothing is lost with the folder. */
export const coverageIn = (data: string) => {
  const folder = join(data, 'coverage')
  const fileOf = ({ id }: Pick<Period, 'id'>): string => join(folder, `${id}.json`)
  return {
    async keep(kept: KeptCoverage): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = fileOf(kept.coverage.period)
      await writeFile(`${file}.draft`, JSON.stringify(kept), { mode: 0o600 })
      await rename(`${file}.draft`, file)
    },

    /** Undefined where none was made, or by another version of the product. */
    async of(period: Pick<Period, 'id'>): Promise<KeptCoverage | undefined> {
      const text = await readFile(fileOf(period), 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return undefined
        throw error
      })
      if (text === undefined) return undefined
      const kept = JSON.parse(text) as KeptCoverage // written by `keep` alone
      return kept.coverage.schema === 1 ? kept : undefined
    },
  }
}
