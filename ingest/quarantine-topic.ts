import { z } from 'zod'
import { coded } from '../kernel/errors.ts'
import type { Message } from '../kernel/ports.ts'
import { ListedSchema } from './quarantine/table.ts'
import type { Refused } from './quarantine.ts'

/** The topic on which several ingesters tell what they put into their quarantines. */
export const QUARANTINE = 'quarantine'

/** What could not be read, and whose quarantine (`by`: its producer) holds it. Its bytes stay there. */
const RefusedTold = ListedSchema.omit({ id: true, times: true }).extend({ by: z.string(), cut: z.boolean() })
export type RefusedTold = z.infer<typeof RefusedTold>

/** The word on a line in quarantine; lines of one collector stay in order. */
export const refusedTold = (by: string, { raw: _bytes, heading: _text, ...line }: Refused): Message => ({
  key: line.collector,
  value: Buffer.from(JSON.stringify({ by, ...line } satisfies RefusedTold)),
})

/** Throws LOG_CORRUPT on anything that was not written by `refusedTold`. */
export const readRefused = (value: Uint8Array): RefusedTold => {
  const text = Buffer.from(value).toString('utf8')
  try {
    return RefusedTold.parse(JSON.parse(text))
  } catch (cause) {
    throw coded('LOG_CORRUPT', `Thông điệp trên «${QUARANTINE}» không đúng cấu trúc: ${text.slice(0, 80)}`, cause)
  }
}
