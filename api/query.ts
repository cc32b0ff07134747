import { z } from 'zod'
import { levels } from '../kernel/alert.ts'
import type { AlertFilter } from '../kernel/ports.ts'

const word = z.string().trim().min(1).max(200).optional()
const instant = z.coerce.number().int().min(0).optional()
const Level = z.enum(levels)

/** The filters as query parameters; one it does not know is refused, since a misspelt filter shows too much. */
export const FilterQuery = z.strictObject({
  unit: word.describe('Mã đơn vị, gồm cả các đơn vị bên dưới'),
  rule: word,
  clause: word,
  level: z
    .union([Level, z.array(Level).min(1)])
    .transform((level) => [level].flat())
    .optional()
    .describe('Lặp lại để chọn nhiều mức'),
  person: word.describe('Mã cán bộ'),
  account: word,
  machine: word,
  text: word.describe('Tìm tự do, không phân biệt hoa thường và dấu'),
  from: instant.describe('Hành vi cuối không sớm hơn, mili giây UTC'),
  to: instant.describe('Hành vi cuối không muộn hơn, mili giây UTC'),
  state: z.enum(['open', 'withdrawn', 'silenced', 'all']).default('open'),
})

/** A query without its absent fields, as the store asks for it. */
export const filterOf = (query: z.infer<typeof FilterQuery>): AlertFilter => {
  const { unit, rule, clause, level, person, account, machine, text, from, to, state } = query
  return {
    state,
    ...(unit !== undefined && { unit }),
    ...(rule !== undefined && { rule }),
    ...(clause !== undefined && { clause }),
    ...(level !== undefined && { level }),
    ...(person !== undefined && { person }),
    ...(account !== undefined && { account }),
    ...(machine !== undefined && { machine }),
    ...(text !== undefined && { text }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}
