import { z } from 'zod'
import { reportKinds } from './period.ts'

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

export const sectionNames = [
  'general',
  'systems',
  'sources',
  'lines',
  'storage',
  'changes',
  'levels',
  'groups',
  'units',
  'attacked',
  'techniques',
  'attackers',
  'malware',
  'compliance',
  'incidents',
  'warnings',
  'sharing',
  'corrections',
  'exceptions',
  'remarks',
] as const
export type SectionName = (typeof sectionNames)[number]

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

export type Form = { readonly agency: Agency; readonly profile: Profile; readonly template: Template }

/** Whether something with dates of validity is in force on a day. */
export const inForce = (
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  day: string,
): boolean => (from === undefined || from <= day) && (to === undefined || day <= to)
