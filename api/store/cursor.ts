import { z } from 'zod'
import { coded } from '../../kernel/errors.ts'

/** The place after the last alert of a page: alerts that arrive later stand before it and move nothing. */
export type Place = { readonly last: number; readonly id: string }

const Cursor = z.tuple([z.number(), z.string()])

export const writeCursor = ({ last, id }: Place): string =>
  Buffer.from(JSON.stringify([last, id])).toString('base64url')

/** Throws `BAD_ARGUMENT` on anything `writeCursor` did not write. */
export const readCursor = (cursor: string): Place => {
  try {
    const [last, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { last, id }
  } catch (cause) {
    throw coded('BAD_ARGUMENT', 'con trỏ trang không đọc được', cause)
  }
}
