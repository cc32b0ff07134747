import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkOverrides } from '../../detectors/policy.ts'
import { readVersions } from '../../ingest/directory/versions.ts'
import { localDate, sayDate } from '../../kernel/time.ts'
import { type Judged, knownThen, backtest as run } from '../backtest.ts'
import { neededSlot } from '../cluster/slot-here.ts'
import { type Config, loadConfig } from '../config.ts'
import { openReading, type Reading } from '../detector/reading.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { isSame, merged, policyIn, setOf, spanOf, wrong } from './backtest-options.ts'
import { differenceLines, overrideLines } from './backtest-table.ts'
import type { Command } from './command.ts'
import { printable } from './printable.ts'
import { showProgress } from './progress.ts'

export const backtest: Command = {
  name: 'backtest',
  usage:
    'backtest --rule ID [--set TÊN=GIÁ_TRỊ]… [--unit MÃ] [--from NGÀY] [--to NGÀY] [--directory now|then] [--against TỆP] [--json] [--config DIR]',
  title: 'chạy lại một luật trên nhật ký đã lưu với tham số khác: thêm, bớt, đổi cảnh báo nào; không ghi gì',
  options: [
    '--set: tham số cần thử (như count=4, within=10m; danh sách cách nhau dấu phẩy); lặp lại được',
    '--unit: chỉ đơn vị này và các đơn vị trực thuộc; không ghi thì mọi đơn vị cấp cao nhất',
    '--from, --to: ngày đầu và ngày cuối (như 2026-03-01), tính cả hai, hoặc thời điểm (như 2026-03-01T22:40, giờ Việt Nam); không ghi thì 30 ngày gần nhất',
    '--directory: now danh bạ đang dùng; then danh bạ đã biết vào từng ngày',
    '--against: so với «policy» của tệp này thay cho cấu hình đang dùng',
    '--basis: văn bản cho phép, ghi vào đoạn cấu hình được in ra',
  ],
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rule: { type: 'string' },
        set: { type: 'string', multiple: true, default: [] },
        unit: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        directory: { type: 'string', default: 'now' },
        against: { type: 'string' },
        basis: { type: 'string', default: 'điền số văn bản cho phép' },
        json: { type: 'boolean', default: false },
        config: { type: 'string', default: DEFAULT_CONFIG },
      },
    })
    const { directory, json } = values
    if (values.rule === undefined) throw wrong(`cần: ${backtest.usage}`)
    if (directory !== 'now' && directory !== 'then') throw wrong(`--directory: cần now hoặc then, nhận «${directory}»`)
    if (values.set.length === 0 && values.against === undefined) throw wrong('cần --set TÊN=GIÁ_TRỊ hoặc --against TỆP')
    const config = loadConfig(values.config)
    if (!existsSync(join(config.data, 'vonggac.db')))
      throw wrong(`${config.data}: chưa có dữ liệu; sản phẩm chưa từng chạy với cấu hình này`)
    const reading = await openWholeReading(config)
    try {
      const rule = reading.engine.rules.find(({ id }) => id === values.rule)
      if (!rule) throw wrong(`không có luật «${values.rule}» (xem: rules list)`)
      const history = await readVersions(join(config.data, 'directory'))
      const { units } = history.at(-1)!.data
      if (values.unit !== undefined && !units.some(({ id }) => id === values.unit))
        throw wrong(`không có đơn vị «${values.unit}» trong danh bạ`)
      const whose =
        values.unit === undefined
          ? units.filter(({ parent }) => parent === undefined).map(({ id }) => id)
          : [values.unit]
      const set = setOf(rule, values.set)
      const tried =
        values.set.length === 0
          ? []
          : [...new Set(whose)].map((unit) => merged(config.policy, rule, unit, set, values.basis))
      const after = [...config.policy.filter((own) => !tried.some((one) => isSame(own, one))), ...tried]
      const before = values.against === undefined ? config.policy : policyIn(values.against)
      const problems = checkOverrides(reading.engine.rules, [...after, ...before])
      if (problems.length > 0) throw wrong(problems.join('\n'))

      const span = spanOf(values.from, values.to, watermarkOf(reading))
      const by: readonly Judged[] =
        directory === 'then'
          ? await Promise.all(
              knownThen(span, history).map(async ({ data, ...own }) => ({
                ...own,
                version: await reading.version(data.version),
              })),
            )
          : [{ ...span, version: await reading.version(history.at(-1)!.data.version) }]
      const found = await run({ reading, rule, before, after, by, onProgress: showProgress() })
      if (json) {
        console.log(JSON.stringify({ rule: rule.id, ...span, directory, policy: tried, ...found }, undefined, 2))
        return 0
      }
      console.log(
        `${rule.id} ${rule.title.vi}: từ ${sayDate(localDate(span.from))} đến ${sayDate(localDate(span.to))}, danh bạ ${directory === 'now' ? 'đang dùng' : 'đã biết vào từng ngày'}`,
      )
      for (const line of differenceLines(found)) console.log(printable(line))
      if (tried.length > 0)
        console.log(
          `Để áp dụng: đặt vào «policy» của config.yaml (thay dòng cùng đơn vị và luật, nếu có) rồi khởi động lại; cảnh báo đã lưu sẽ được tính lại theo.\npolicy:\n${overrideLines(tried).join('\n')}`,
        )
      return 0
    } finally {
      await reading.close()
    }
  },
}

/** A data folder as it stands for everybody, whoever of several detectors judges whom. */
const openWholeReading = async (config: Config): Promise<Reading> => {
  const slot = neededSlot(config, 'backtest')
  const reading = await openReading({ config, sample: false, ...(slot && { slot }) })
  return reading.everybody ? { ...reading, engine: reading.everybody.engine } : reading
}

const watermarkOf = ({ checkpoint }: Reading): number => {
  const watermark = checkpoint.value('engine', 'watermark')
  if (typeof watermark !== 'number') throw wrong('chưa xử lý nhật ký nào')
  return watermark
}
