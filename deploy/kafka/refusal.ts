import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CodedError, coded } from '../../kernel/errors.ts'

const fileOf = (folder: string): string => join(folder, 'kafka-refused')

/**
 * Throws `LOG_CORRUPT` where the folder of the log was found not to fit Kafka's, until somebody decides: by the next start Kafka's log may
 * have grown past what tells the two apart, and whoever restarts a process that ended knows nothing.
 */
export const refusedBefore = (folder: string): void => {
  const file = fileOf(folder)
  if (!existsSync(file)) return
  throw coded('LOG_CORRUPT', `${readFileSync(file, 'utf8').trim()} ${whatToDo(file)}`)
}

/** Keeps why it does not fit; the first reason counts. Throws what the file system throws. */
export const keepRefusal = (folder: string, { message }: CodedError): void => {
  const file = fileOf(folder)
  if (!existsSync(file)) writeFileSync(file, `${message}\n`, { mode: 0o600, flush: true })
}

const whatToDo = (file: string): string =>
  `Không tự chạy tiếp: hoặc dùng một thư mục dữ liệu khác (mục data; thư mục này vẫn tra cứu được), hoặc, khi đã khôi phục đúng chủ đề cũ, xóa tệp «${file}» rồi khởi động lại.`
