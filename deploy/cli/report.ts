import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { isSame } from '../../api/reports/closed.ts'
import { type ReportFormat, reportFormats } from '../../api/reports/formats.ts'
import { sayPending } from '../../api/reports/pending.ts'
import { type Period, periodOf, sayPeriod } from '../../api/reports/period.ts'
import { sayTotal } from '../../api/reports/write.ts'
import { coded } from '../../kernel/errors.ts'
import { sayInstant } from '../../kernel/time.ts'
import { type Config, loadConfig } from '../config.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { fileNameOf, written } from '../reports/formats.ts'
import { reportsIn } from '../reports/kept.ts'
import { makeReport, type Report } from '../reports/report.ts'
import type { Command } from './command.ts'
import { showProgress } from './reading.ts'
import { listReports } from './report-list.ts'

const wrong = (text: string): Error => coded('BAD_ARGUMENT', text)

export const report: Command = {
  name: 'report',
  usage:
    'report --period KỲ [--unit MÃ] [--administrative] [--format docx,pdf,xlsx,json] [--close] [--sign TỆP] [--out DIR] [--config DIR] | report --list [--config DIR]',
  title: 'báo cáo kết quả giám sát của ngày, tuần hay tháng: DOCX, PDF, XLSX, JSON; chốt số liệu; nộp bản đã ký',
  options: [
    '--period: 2026-03 (tháng), 2026-W10 (tuần), 2026-03-05 (ngày)',
    '--administrative: tháng hành chính, từ ngày 15 tháng trước đến ngày 14',
    '--unit: chỉ đơn vị này và các đơn vị trực thuộc, có phụ lục ghi tên; không ghi thì toàn tỉnh, không có tên người',
    '--close: chốt số liệu (từ 24 giờ sau khi hết kỳ, khi không còn gì chờ đánh giá lại); từ đó mọi bản in dùng số liệu đã chốt và liệt kê chênh lệch',
    '--sign: nộp bản đã ký của kỳ đã chốt; lưu kèm SHA-256, các bản in sau không còn chữ «DỰ THẢO»',
    '--list: các kỳ theo lịch báo cáo, tình trạng, hạn nộp và nhắc việc',
    '--out: thư mục ghi kết quả (mặc định: thư mục hiện tại)',
  ],
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        period: { type: 'string' },
        unit: { type: 'string' },
        administrative: { type: 'boolean', default: false },
        format: { type: 'string', default: 'docx,pdf,xlsx,json' },
        close: { type: 'boolean', default: false },
        sign: { type: 'string' },
        list: { type: 'boolean', default: false },
        out: { type: 'string', default: '.' },
        config: { type: 'string', default: DEFAULT_CONFIG },
      },
    })
    const config = loadConfig(values.config)
    if (values.list) return listReports(config, Date.now())
    if (values.period === undefined) throw wrong(`cần: ${report.usage}`)
    const { administrative, unit } = values
    const period = periodOf(values.period, { administrative })
    if (!period)
      throw wrong(
        `--period: cần tháng (2026-03), tuần (2026-W10) hoặc ngày (2026-03-05); --administrative chỉ đi với tháng; nhận «${values.period}»`,
      )
    const wanted = formatsIn(values.format)
    await checkOut(values.out)
    if (values.sign !== undefined) await sign(config, period, unit, values.sign)
    const asked = { period, ...(unit !== undefined && { unit }), close: values.close, now: Date.now() }
    const made = await makeReport(config, asked, showProgress())
    for (const format of wanted) {
      const file = join(values.out, fileNameOf(period, unit, format))
      await writeFile(file, await written(made, format))
      console.log(file)
    }
    console.error(saidOf(made))
    return 0
  },
}

const formatsIn = (text: string): readonly ReportFormat[] =>
  text.split(',').map((one) => {
    const format = reportFormats.find((known) => known === one.trim().toLowerCase())
    if (!format) throw wrong(`--format: cần trong ${reportFormats.join(', ')}; nhận «${one}»`)
    return format
  })

/** Before anything is read or kept: a month takes minutes. */
const checkOut = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch (error) {
    throw coded('BAD_ARGUMENT', `--out: không ghi được vào thư mục «${folder}»`, error)
  }
}

const sign = async (config: Config, period: Period, unit: string | undefined, file: string): Promise<void> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw coded('BAD_ARGUMENT', `--sign: không đọc được tệp «${file}»`, error)
  })
  const { sha256 } = await reportsIn(config.data).sign(period, unit, basename(file), bytes, Date.now())
  console.error(`Đã lưu bản ký, SHA-256 ${sha256}`)
}

const saidOf = ({ figures, digest, closedAt, signed, difference }: Report): string => {
  const state = signed
    ? 'đã ký'
    : closedAt === undefined
      ? `dự thảo, chưa chốt${figures.pending ? ` (${sayPending(figures.pending)})` : ''}`
      : `đã chốt lúc ${sayInstant(closedAt)}, chưa ký`
  const changed =
    difference && !isSame(difference)
      ? `; so với hôm nay: thêm ${difference.added.length}, bớt ${difference.removed.length}, thay đổi ${difference.changed.length} cảnh báo, ${difference.events.length} nguồn khác số bản ghi`
      : ''
  return `Báo cáo ${sayPeriod(figures.period)}, ${figures.scope.name}: ${sayTotal(figures)}; ${state}; mã kiểm tra ${digest.slice(0, 16)}${changed}`
}
