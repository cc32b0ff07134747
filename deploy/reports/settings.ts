import { z } from 'zod'
import { reportKinds } from '../../api/reports/period.ts'

const id = z.string().min(1)

/** `reports` of `config.yaml`: in which form, and which ones are due when. The files of the forms lie in `reports/` beside it. */
export const ReportsConfig = z.strictObject({
  /** A file of `reports/profiles`: `tt31`, `luat116`, `ca_hai`. */
  profile: id.default('ca_hai'),
  /** A file of `reports/templates`: `nha-nuoc`, `dang`. */
  template: id.default('nha-nuoc'),
  schedule: z
    .array(
      z.strictObject({
        kind: z.enum(reportKinds),
        unit: id.optional(),
        /** A month from the 15th to the 14th. */
        administrative: z.boolean().default(false),
        /** Working days after the period's end by which it must be handed in. */
        workingDays: z.number().int().min(1).default(3),
        /** So many working days before that, a reminder. */
        remind: z.array(z.number().int().min(0)).default([1]),
      }),
    )
    .default([]),
})
export type ReportsConfig = z.infer<typeof ReportsConfig>
export type Scheduled = ReportsConfig['schedule'][number]
