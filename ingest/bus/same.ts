import { createHash } from 'node:crypto'
import { type CodedError, coded } from '../../kernel/errors.ts'
import type { Message } from '../../kernel/ports.ts'

/** What a message says, in short: two of one print at one offset are of one log. */
export const printOf = ({ key, value }: Message): string =>
  createHash('sha256')
    .update(`${Buffer.byteLength(key)} ${key}`)
    .update(value)
    .digest('base64')

/** The message at this offset is not the one that was read there. */
export const another = (topic: string, offset: number): CodedError =>
  coded(
    'LOG_CORRUPT',
    `Chủ đề «${topic}» có tin khác ở vị trí ${offset} so với tin đã đọc ở đó: chủ đề đã mất phần cuối rồi được ghi tiếp, hoặc đã bị xóa và tạo lại.`,
  )
