import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { precisionPage } from '../../deploy/docs/precision-page.ts'
import { policyRows } from '../../deploy/generator/policy.ts'
import { buildProvince } from '../../deploy/generator/province.ts'
import { figuresOf, type MonthSeen } from '../../detectors/precision.ts'
import { addDays } from '../../kernel/time.ts'
import { audit } from '../support/audit.ts'
import { liveThrough } from '../support/week.ts'

const HELP = `What the rules say of months of a generated small province (60 officers, 70 machines), with the noise of Windows, overtime, shifts, holidays, roaming
administrators, updates, late laptops and rows entered late: once clean, once with violations planted that stand in a truth file which
shares no code with the rules.

  npm run precision -- [--months 2026-02,2026-03,2026-04] [--seed 7] [--keep]

  --months  months to live through; the second after the first with the next seed
  --keep    writes detectors/precision.json, which the catalogue page shows; npm run docs makes docs/precision.md of it

Exit code 1 where anything planted was missed, or anybody was accused of what was not.
`

const Options = z.object({
  months: z
    .string()
    .regex(/^\d{4}-\d\d(,\d{4}-\d\d)*$/, 'months: as 2026-02,2026-03')
    .default('2026-02,2026-03,2026-04'),
  seed: z.coerce.number().int().min(0).default(7),
})

const daysIn = (month: string): number => Number(addDays(`${addDays(`${month}-28`, 4).slice(0, 7)}-01`, -1).slice(8))

/** One month, clean and planted. */
const see = async (month: string, seed: number): Promise<MonthSeen> => {
  const from = `${month}-01`
  const province = buildProvince(seed, 'small', from)
  const wanted = { seed, from, days: daysIn(month), lateHosts: true, lateRows: true, toTheEnd: true }
  const overrides = policyRows(province)
  const of = async (plant: boolean) => {
    const lived = await liveThrough({ ...wanted, plant }, overrides)
    const checked = audit(lived, () => false)
    for (const text of [...checked.missed, ...checked.extra]) process.stderr.write(`${text}\n`)
    return { lived, checked }
  }
  const [clean, planted] = [await of(false), await of(true)]
  return {
    ...{ month, seed, officers: province.people.length, lines: clean.lived.lines },
    // When the month is over, every source of the province falls silent: to say so is right.
    clean: clean.checked.judged.map(({ rule, level }) => ({ rule: rule.id, level })),
    planted: planted.checked.table,
  }
}

const { values } = parseArgs({
  options: {
    months: { type: 'string' },
    seed: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) process.stdout.write(HELP)
else {
  const { months, seed } = Options.parse(values)
  const seen: MonthSeen[] = []
  for (const [i, month] of months.split(',').entries()) {
    seen.push(await see(month, seed + i))
    process.stderr.write(`${month}: done\n`)
  }
  process.stdout.write(precisionPage(seen))
  if (values.keep)
    writeFileSync(new URL('../../detectors/precision.json', import.meta.url), `${JSON.stringify(seen, null, 2)}\n`)
  const rules = new Set(
    seen.flatMap(({ planted, clean }) => [...Object.keys(planted), ...clean.map(({ rule }) => rule)]),
  )
  const isWhole = [...rules].every((rule) => {
    const { planted, found, wrong } = figuresOf(rule, seen)!
    return found === planted && wrong === 0
  })
  process.exitCode = isWhole ? 0 : 1
}
