import { z } from 'zod'
import { type ReportKind, reportKinds } from './period.ts'

/* The replaceable files of a report: who reports, on what law, in what words. Dates of validity are civil dates, both ends included. */

const date = z.iso.date()
const text = z.string().min(1)
const valid = { from: date.optional(), to: date.optional() }

/** Who reports. One file an agency: the one for the unit of the report, else the one without a unit. */
export const Agency = z.strictObject({
  ...valid,
  unit: text.optional(),
  /** Cơ quan chủ quản, over the name. */
  parent: text.optional(),
  name: text,
  /** The symbol after «Số: …/». */
  symbol: text,
  place: text,
  owner: text,
  operator: text,
  method: z.enum(['trực tiếp', 'gián tiếp', 'trực tiếp và gián tiếp']).default('trực tiếp'),
  /** Kính gửi. */
  addressees: z.array(text).default([]),
  copies: z.array(text).default([]),
  archive: text,
  signer: z.strictObject({ authority: text.optional(), position: text, name: text.optional() }),
  contact: z
    .strictObject({
      name: text.optional(),
      department: text.optional(),
      position: text.optional(),
      address: text.optional(),
      phone: text.optional(),
      mobile: text.optional(),
      email: text.optional(),
    })
    .default({}),
  systems: z
    .array(
      z.strictObject({
        name: text,
        unit: text,
        level: z.number().int().min(1).max(5),
        decision: text.optional(),
        status: text.optional(),
        /** Machines and devices of it that are watched. */
        machines: z.number().int().min(0).optional(),
      }),
    )
    .default([]),
  lines: z
    .array(z.strictObject({ name: text, capacity: text.optional(), sensor: text.optional(), https: text.optional() }))
    .default([]),
})
export type Agency = z.infer<typeof Agency>

/** What the report rests on, and who gets it: `tt31`, `luat116`, `ca_hai`. */
export const Profile = z.strictObject({
  ...valid,
  id: text,
  name: text,
  /** «an toàn thông tin mạng» or «an ninh mạng»: stands in titles. */
  term: text,
  basis: z.array(z.strictObject({ ...valid, text })),
  recipients: z.array(text).default([]),
})
export type Profile = z.infer<typeof Profile>

/** What a report can hold: each a heading with its tables. The titles are for whoever asks what one is. */
const sectionTitles = {
  general: 'thông tin chung',
  systems: 'hệ thống được giám sát',
  sources: 'nguồn nhật ký',
  lines: 'độ phủ đường kết nối Internet',
  storage: 'lưu trữ và thời gian',
  changes: 'thay đổi trong hệ thống',
  levels: 'số lượng cảnh báo theo mức độ',
  groups: 'cảnh báo theo loại',
  units: 'cảnh báo theo đơn vị',
  attacked: 'đối tượng bị tấn công',
  techniques: 'kỹ thuật tấn công và chứng cứ',
  attackers: 'đối tượng thực hiện tấn công',
  malware: 'phòng, chống mã độc',
  compliance: 'chấp hành quy định',
  incidents: 'sự cố và kết quả xử lý',
  warnings: 'điểm yếu, lỗ hổng',
  sharing: 'chia sẻ dữ liệu',
  corrections: 'số liệu bổ sung, điều chỉnh giảm',
  exceptions: 'quyết định miễn trừ',
  remarks: 'nhận xét, kiến nghị',
} as const
export type SectionName = keyof typeof sectionTitles
const sectionNames = Object.keys(sectionTitles) as readonly SectionName[] // the keys of the literal above

/** What a weekly report must hold by điểm d khoản 3 Điều 5 Thông tư 31/2017/TT-BTTTT, and a monthly one by the same measure. */
const MANDATORY = [
  'general',
  'changes',
  'attacked',
  'techniques',
  'attackers',
] as const satisfies readonly SectionName[]

/** The words of a report: title, headings, what a period's report holds. */
export const Template = z.strictObject({
  ...valid,
  id: text,
  /** State bodies write Quốc hiệu and Tiêu ngữ, Party bodies their own heading. */
  heading: z.enum(['nhaNuoc', 'dang']).default('nhaNuoc'),
  type: text.default('BÁO CÁO'),
  /** `{term}` and `{period}` are filled in. */
  title: text,
  parts: z.array(
    z.strictObject({
      heading: text,
      kinds: z.array(z.enum(reportKinds)).default([...reportKinds]),
      sections: z.array(
        z.strictObject({
          name: z.enum(sectionNames),
          heading: text.optional(),
          kinds: z.array(z.enum(reportKinds)).optional(),
        }),
      ),
    }),
  ),
})
export type Template = z.infer<typeof Template>

/** What is lost to the reader of a report by a template: sections that stand in no part of it, and those the circular asks for in a week and a month. */
export const lackingIn = ({ parts }: Template): readonly string[] => {
  const holds = (name: SectionName, kind?: ReportKind): boolean =>
    parts.some(
      ({ kinds, sections }) =>
        (kind === undefined || kinds.includes(kind)) &&
        sections.some((one) => one.name === name && (kind === undefined || (one.kinds?.includes(kind) ?? true))),
    )
  const lost = sectionNames.filter((name) => !holds(name))
  const owed = (['week', 'month'] as const).flatMap((kind) =>
    MANDATORY.filter((name) => !lost.includes(name) && !holds(name, kind)).map((name) => ({ name, kind })),
  )
  return [
    ...lost.map((name) => `không có mục «${name}» (${sectionTitles[name]}): báo cáo không có nội dung này`),
    ...owed.map(
      ({ name, kind }) =>
        `báo cáo ${kind === 'week' ? 'tuần' : 'tháng'} không có mục «${name}» (${sectionTitles[name]}) mà điểm d khoản 3 Điều 5 Thông tư 31/2017/TT-BTTTT đòi hỏi`,
    ),
  ]
}

export type Form = { readonly agency: Agency; readonly profile: Profile; readonly template: Template }

/** Whether something with dates of validity is in force on a day. */
export const inForce = (
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  day: string,
): boolean => (from === undefined || from <= day) && (to === undefined || day <= to)
