import type { DirectoryData } from '../rows.ts'
import { validity } from '../span.ts'
import type { Duty, Owed } from './duty.ts'
import { keptBy } from './kept.ts'
import { unwatched } from './watched.ts'

/** Every information system of the register has a level. The paper that approved it may stand elsewhere: an empty `decision` says nothing. */
export const levels = ({ systems }: DirectoryData): Owed => ({
  kept: keptBy(systems),
  duties: systems
    .filter(({ level }) => level === undefined)
    .map((row) => ({ ...validity(row), unit: row.unit, of: row.id, item: row.name, known: row.known, rows: [row] })),
})

/** The logs that a system of level 3 or higher is watched by, as its row names them. */
const INPUTS = {
  web: 'máy chủ web',
  sensor: 'IDS/IPS/WAF',
  firewall: 'tường lửa biên',
} as const
const inputs = ['web', 'sensor', 'firewall'] as const

/** Systems of level 3 or higher: where the row says that a log is not brought, or names a pipeline that is not in force. An empty cell says nothing. */
export const logInputs = (data: DirectoryData): Owed => {
  const without = unwatched(data)
  const high = data.systems.filter(({ level }) => level !== undefined && Number(level) >= 3)
  return {
    kept: keptBy(high.filter((row) => inputs.some((input) => row[input] !== undefined))),
    duties: high.flatMap((row) =>
      inputs.flatMap((input): Duty[] => {
        const { [input]: watcher, unit, id, name, known } = row
        if (watcher === undefined) return []
        const what = { unit, of: `${id}/${input}`, item: `${name}: ${INPUTS[input]}`, rows: [row] }
        return without({ ...validity(row), known }, watcher).map((span) => ({ ...span, ...what }))
      }),
    ),
  }
}
