import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Coverage, type CoverageState, stateNames, stateOf, states, tally } from '../../api/coverage/coverage.ts'
import { coverageCsv } from '../../api/coverage/csv.ts'
import { periodOf, sayPeriod } from '../../api/reports/period.ts'
import { coded } from '../../kernel/errors.ts'
import { sayInstant } from '../../kernel/time.ts'
import { loadConfig } from '../config.ts'
import { makeCoverage } from '../coverage/make.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import type { Command } from './command.ts'
import { showProgress } from './reading.ts'

const wrong = (text: string): Error => coded('BAD_ARGUMENT', text)
const formats = ['text', 'csv', 'json'] as const

export const coverage: Command = {
  name: 'coverage',
  usage: 'coverage --period KỲ [--unit MÃ] [--administrative] [--format text|csv|json] [--out TỆP] [--config DIR]',
  title:
    'độ phủ: ở từng đơn vị, từng quy định đạt, vi phạm, không đánh giá được hay đánh giá một phần, vì sao và cách bật',
  options: [
    '--period: 2026-03 (tháng), 2026-W10 (tuần), 2026-03-05 (ngày)',
    '--administrative: tháng hành chính, từ ngày 15 tháng trước đến ngày 14',
    '--unit: chỉ đơn vị này và các đơn vị trực thuộc',
    '--format: text (mặc định: số đơn vị theo kết quả của từng quy định), csv (từng đơn vị, từng quy định), json',
    '--out: ghi ra tệp thay vì in ra màn hình',
  ],
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        period: { type: 'string' },
        unit: { type: 'string' },
        administrative: { type: 'boolean', default: false },
        format: { type: 'string', default: 'text' },
        out: { type: 'string' },
        config: { type: 'string', default: DEFAULT_CONFIG },
      },
    })
    if (values.period === undefined) throw wrong(`cần: ${coverage.usage}`)
    const { administrative, unit } = values
    const period = periodOf(values.period, { administrative })
    if (!period)
      throw wrong(
        `--period: cần tháng (2026-03), tuần (2026-W10) hoặc ngày (2026-03-05); --administrative chỉ đi với tháng; nhận «${values.period}»`,
      )
    const format = formats.find((known) => known === values.format)
    if (!format) throw wrong(`--format: cần ${formats.join(', ')}; nhận «${values.format}»`)
    const made = await makeCoverage(loadConfig(values.config), { period, unit, now: Date.now() }, showProgress())
    const text = format === 'json' ? `${JSON.stringify(made)}\n` : format === 'csv' ? coverageCsv(made) : textOf(made)
    if (values.out === undefined) process.stdout.write(text)
    else await writeFile(values.out, text)
    console.error(
      `Độ phủ ${sayPeriod(period)}: đã đánh giá đến ${sayInstant(made.judgedTo)}; ${made.units.length} đơn vị được giám sát, ${made.unwatched} chưa`,
    )
    return 0
  },
}

/** Each clause with how many units stand how, and what without a rule is judged nowhere. */
const textOf = (made: Coverage): string => {
  const ruled = made.clauses.filter(({ rules }) => rules.length > 0)
  const rows = ruled.map((clause) => {
    const counts = tally(made.units.map((unit) => stateOf(unit, clause)))
    return `${clause.id}  ${clause.title}\n    ${said(counts)}`
  })
  const unruled = made.clauses.filter(({ rules }) => rules.length === 0).map(({ id }) => id)
  const rest =
    unruled.length === 0
      ? []
      : [`Không đánh giá được ở mọi đơn vị, chưa có quy tắc (${unruled.length}): ${unruled.join(', ')}`]
  return `${[...rows, ...rest].join('\n')}\n`
}

const said = (counts: Readonly<Record<CoverageState, number>>): string =>
  states
    .filter((state) => counts[state] > 0)
    .map((state) => `${stateNames[state]}: ${counts[state]}`)
    .join(' · ')
