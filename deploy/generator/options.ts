import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { LocalDate } from '../../kernel/time.ts'
import { addDays, DAY, localTime } from '../../kernel/time.ts'
import { knownYears } from './calendar.ts'
import { lineStyles } from './formats/line-style.ts'
import type { GenerateOptions } from './generate.ts'
import { sizes } from './model.ts'
import type { WorldOptions } from './world.ts'

export const HELP = `Tạo nhật ký mẫu của một tỉnh, theo khuôn dạng thật; cùng tham số thì cùng từng byte.

  npm run generate -- --month 2026-03 --size small --plant --out thu-muc

Thời gian (chọn một):
  --from 2026-03-02 [--days 7]   từ ngày nào, mấy ngày (mặc định 1)
  --month 2026-03                cả tháng
  --year 2026                    cả năm
Tỉnh:
  --size S      small (60 cán bộ, 70 máy; mặc định) · district (3.000 cán bộ, 2.000 máy) · province (20.000 cán bộ, 10.000 máy)
  --seed N      số gieo (mặc định 1)
  --plant       gài vi phạm của mọi điều khoản đã có luật; sự thật ghi trong truth.json
Trục trặc trên đường đi:
  --late-hosts  một số máy gửi nhật ký muộn đúng một tuần
  --outages     mỗi tuần có bộ thu ngưng hàng giờ, qua đêm, rồi gửi bù đủ (truth.json ghi SRC-01)
  --late-rows   một số dòng danh bạ vào sổ muộn: registers/ là bản đầu, registers-late/NGÀY/ là các bản sau
  --wrong-clocks  một số máy sai giờ hàng giờ (luôn có máy sai vài phút)
  --twice X     tỉ lệ dòng gửi hai lần, 0 đến 1 (mặc định 0,003; «0.1»: cứ mười dòng thì một)
Dòng nhật ký:
  --lines L     full (đủ như Winlogbeat tự ghi) · normal (mặc định) · trimmed (sau drop_fields)
  --noise N     Windows tự ghi nhiều gấp mấy lần máy yên tĩnh, 0.1 đến 200 (mặc định 1)
Ghi ra:
  --out DIR     thư mục: logs/BỘ-THU/NGUỒN.*.gz, registers/, policy.yaml, truth.json
  --merged      thay cho logs/: một tệp deliveries.tsv theo thứ tự gửi đến (docs/generator.md)
`

const number = (name: string, min: number, max: number) =>
  z.coerce
    .number({ error: `${name}: cần một số` })
    .min(min, { error: `${name}: nhỏ nhất là ${min}` })
    .max(max, { error: `${name}: lớn nhất là ${max}` })
const whole = (name: string, min: number, max: number) =>
  number(name, min, max).int({ error: `${name}: cần số nguyên` })
const flag = z.boolean().default(false)
const oneOf = <const T extends readonly string[]>(name: string, list: T) =>
  z.enum(list, { error: `${name}: chọn một trong ${list.join(', ')}` })

const Options = z.object({
  seed: whole('--seed', 0, 2 ** 31).default(1),
  from: z.iso.date({ error: '--from: cần ngày dạng 2026-03-02' }).optional(),
  days: whole('--days', 1, 366).optional(),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: '--month: cần tháng dạng 2026-03' })
    .optional(),
  year: z
    .string()
    .regex(/^\d{4}$/, { error: '--year: cần năm dạng 2026' })
    .optional(),
  size: oneOf('--size', sizes).default('small'),
  plant: flag,
  'late-hosts': flag,
  outages: flag,
  'late-rows': flag,
  'wrong-clocks': flag,
  twice: number('--twice', 0, 1).optional(),
  lines: oneOf('--lines', lineStyles).default('normal'),
  noise: number('--noise', 0.1, 200).default(1),
  merged: flag,
  out: z.string({ error: '--out: thiếu thư mục để ghi' }).min(1, { error: '--out: thiếu thư mục để ghi' }),
})
type Options = z.infer<typeof Options>

export type Job = {
  readonly world: WorldOptions
  readonly generate: GenerateOptions
  readonly out: string
  readonly merged: boolean
}

/** What was asked for, or what is wrong with it, in Vietnamese. */
export type Asked =
  | { readonly ok: true; readonly job: Job }
  | { readonly ok: false; readonly problems: readonly string[] }

const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Math.round((localTime(to, '00:00') - localTime(from, '00:00')) / DAY)

const monthAfter = (month: string): LocalDate => `${addDays(`${month}-28`, 4).slice(0, 7)}-01`

const spanOf = ({ from, days, month, year }: Options): { readonly from: LocalDate; readonly days: number } | string => {
  if ([from, month, year].filter((given) => given !== undefined).length !== 1)
    return 'cần đúng một trong --from, --month, --year'
  if (days !== undefined && from === undefined) return '--days chỉ đi với --from'
  if (month !== undefined) return { from: `${month}-01`, days: daysBetween(`${month}-01`, monthAfter(month)) }
  if (year !== undefined)
    return { from: `${year}-01-01`, days: daysBetween(`${year}-01-01`, `${Number(year) + 1}-01-01`) }
  return { from: from!, days: days ?? 1 }
}

const { first, last } = knownYears
const outside = (date: LocalDate): boolean => Number(date.slice(0, 4)) < first || Number(date.slice(0, 4)) > last

const jobOf = (options: Options): Asked => {
  const span = spanOf(options)
  if (typeof span === 'string') return { ok: false, problems: [span] }
  if (outside(span.from) || outside(addDays(span.from, span.days - 1)))
    return { ok: false, problems: [`chỉ có lịch nghỉ của các năm ${first}–${last}`] }
  const { seed, size, plant, outages, twice, lines, noise, out, merged } = options
  const troubles = {
    outages,
    lateHosts: options['late-hosts'],
    lateRows: options['late-rows'],
    clocks: options['wrong-clocks'] ? ('hours' as const) : ('minutes' as const),
  }
  const generate = { lines, noise, ...(twice === undefined ? {} : { twice }) }
  return { ok: true, job: { world: { seed, size, plant, ...span, ...troubles }, generate, out, merged } }
}

const text = { type: 'string' } as const
const yes = { type: 'boolean' } as const
const known = {
  ...{ seed: text, from: text, days: text, month: text, year: text, size: text, twice: text, lines: text },
  ...{ noise: text, out: text, plant: yes, outages: yes, merged: yes },
  ...{ 'late-hosts': yes, 'late-rows': yes, 'wrong-clocks': yes },
} as const

/** Reads the arguments of the command line. */
export const readOptions = (args: readonly string[]): Asked => {
  const { values, tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true })
  const strange = tokens.flatMap((token) =>
    token.kind === 'positional'
      ? [`không hiểu «${token.value}»`]
      : token.kind === 'option' && !Object.hasOwn(known, token.name)
        ? [`không có tuỳ chọn «${token.rawName}»`]
        : [],
  )
  if (strange.length > 0) return { ok: false, problems: strange }
  const read = Options.safeParse(values)
  return read.success ? jobOf(read.data) : { ok: false, problems: read.error.issues.map(({ message }) => message) }
}
