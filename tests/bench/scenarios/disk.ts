import { compare } from '../compare.ts'
import type { Scenario } from '../scenario.ts'

const SYNCED = 'append to the log, 1,000 lines a group, fsync'
const UNSYNCED = 'append to the log, 1,000 lines a group, no fsync'

/** What the disk and SQLite allow. */
export const scenario: Scenario = {
  name: 'disk',
  section: 'A. Limits, and Vọng Gác beside them',
  title: 'The log, and SQLite, alone (lines of ~780 bytes)',
  async run(context) {
    const params = { folder: await context.dataset('trimmed'), scratch: context.scratch }
    const { rows } = await compare(context, [
      { what: UNSYNCED, job: 'append', params: { ...params, sync: false } },
      { what: SYNCED, job: 'append', params: { ...params, sync: true }, against: UNSYNCED },
      { what: 'SQLite, a row a line, a transaction a thousand', job: 'sqlite', params },
    ])
    return rows
  },
}
