import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { catalogueOf, endOf } from '../../ingest/archive/catalogue.ts'
import { lengthOf } from '../../ingest/archive/format.ts'
import { headOf } from '../../ingest/archive/head.ts'
import { tombstonesOf } from '../../ingest/archive/tombstone.ts'
import { type Fault, verifyArchive } from '../../ingest/archive/verify.ts'
import { coded } from '../../kernel/errors.ts'
import { sayInstant } from '../../kernel/time.ts'
import { loadConfig } from '../config.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import type { Command } from './command.ts'

export const archive: Command = {
  name: 'archive',
  usage: 'archive verify | archive info [--config DIR | --data DIR]',
  title: 'kho lưu trữ nhật ký: kiểm tra từng byte và chuỗi mã băm, hoặc in tóm tắt',
  options: [
    'verify: mã thoát 1 và nơi hỏng nếu có khối bị sửa, mất, đổi chỗ hoặc bị cắt đuôi; chạy được khi sản phẩm đang chạy',
    'info: số đoạn, số khối, khoảng thời gian, số byte mỗi bản ghi; mã thoát 1 nếu thiếu bản ghi ở cuối',
    'Số bản ghi không phải số dòng khác nhau: dòng gửi lại được giữ mỗi lần gửi, sản phẩm còn ghi thêm bản ghi của mình; verify đếm riêng hai loại',
    '--data: thư mục dữ liệu (có thư mục con «archive»), thay cho thư mục ghi trong cấu hình',
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: { type: 'string', default: DEFAULT_CONFIG }, data: { type: 'string' } },
    })
    const folder = join(values.data ?? loadConfig(values.config).data, 'archive')
    if (!existsSync(folder)) throw coded('BAD_ARGUMENT', `${folder}: chưa có kho lưu trữ`)
    const [what, ...more] = positionals
    if (more.length === 0 && what === 'verify') return verify(folder)
    if (more.length === 0 && what === 'info') return info(folder)
    throw coded('BAD_ARGUMENT', `cần: ${archive.usage}`)
  },
}

const verify = async (folder: string): Promise<number> => {
  const began = performance.now()
  const { faults, torn, removed, chain, ...sum } = await verifyArchive(folder)
  const seconds = (performance.now() - began) / 1000
  for (const fault of faults) console.log(`HỎNG ${fault.path}, ${whereOf(fault)}: ${fault.what}`)
  if (torn > 0)
    console.log(`Khối cuối ghi dở ${torn} byte (sự cố tắt máy hoặc đang ghi): không phải hỏng, sẽ được ghi lại`)
  if (removed.segments > 0)
    console.log(
      `Đã hết hạn lưu và được xóa: ${removed.segments} đoạn, ${removed.records} bản ghi; chuỗi mã băm nối tiếp từ đó`,
    )
  console.log(
    `${faults.length === 0 ? 'Kho lưu trữ nguyên vẹn' : `Kho lưu trữ có ${faults.length} chỗ hỏng`}: ` +
      `${sum.segments} đoạn, ${sum.blocks} khối, ${sum.records} bản ghi, ${sum.observations} sự kiện; ` +
      `${sum.plain} byte nén còn ${sum.bytes} (${ratio(sum.plain, sum.bytes)} lần, ${sum.overhead} byte đầu khối và bộ lọc); ${seconds.toFixed(1)} giây`,
  )
  console.log(
    `Trong đó ${sum.lines} dòng nhật ký đã nhận (dòng gửi lại được tính lại), còn lại do sản phẩm ghi thêm: lời xác định đồng hồ máy trạm, dấu đã nhận nhật ký`,
  )
  console.log(`Mã băm cuối chuỗi: ${chain}`)
  return faults.length === 0 ? 0 : 1
}

const whereOf = ({ position, block }: Fault): string =>
  block === undefined
    ? `byte ${position}`
    : `khối thứ ${block.nth} (byte ${position} đến ${position + block.bytes - 1} của tệp; vị trí ${block.first} đến ${block.next - 1} của nhật ký)`

const ratio = (plain: number, bytes: number): string => (bytes === 0 ? '1' : (plain / bytes).toFixed(1))

const info = async (folder: string): Promise<number> => {
  // The head first: the archive of a running product grows meanwhile.
  const head = await headOf(folder)
  const listed = await catalogueOf(folder).all()
  const headers = listed.flatMap(({ blocks }) => blocks.map(({ header }) => header))
  const total = (of: (header: (typeof headers)[number]) => number): number =>
    headers.reduce((sum, header) => sum + of(header), 0)
  const [records, bytes] = [total((header) => header.records), total(lengthOf)]
  const stones = await tombstonesOf(folder)
  console.log(
    `${listed.length} đoạn, ${headers.length} khối, ${records} bản ghi, ${bytes} byte${records > 0 ? ` (${ratio(bytes, records)} byte mỗi bản ghi)` : ''}`,
  )
  console.log(
    `nén ${ratio(
      total(({ plainHeads, plainLines }) => plainHeads + plainLines),
      bytes,
    )} lần, bộ lọc ${total(({ filter }) => filter)} byte`,
  )
  const held = headers.filter(({ observations }) => observations > 0)
  if (held.length > 0)
    console.log(
      `sự kiện từ ${sayInstant(held.reduce((at, { minAt }) => Math.min(at, minAt), Infinity))} đến ${sayInstant(held.reduce((at, { maxAt }) => Math.max(at, maxAt), -Infinity))}`,
    )
  if (stones.length > 0) console.log(`đã hết hạn lưu và được xóa: ${stones.length} đoạn`)
  const end = endOf(listed)
  if (head === undefined || head.next <= end) return 0
  console.log(
    `THIẾU bản ghi: kho đã từng có đến vị trí ${head.next} của nhật ký, nay chỉ còn đến ${end}; tệp bị xóa, bị cắt hoặc hỏng. Hãy khôi phục «archive» từ bản sao lưu`,
  )
  return 1
}
