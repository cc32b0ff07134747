import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { coded } from '../../kernel/errors.ts'

const fileOf = (folder: string): string => join(folder, 'kafka')

/**
 * Holds the folder of the log to one cluster and prefix: everything kept in the data folder counts in that log's offsets, which mean
 * nothing in another. Throws `CONFIG_INVALID`.
 */
export const belongsToKafka = (folder: string, identity: string): void => {
  const known = belongingOf(folder)
  if (known === undefined && existsSync(join(folder, 'records')))
    throw coded(
      'CONFIG_INVALID',
      `kafka: thư mục dữ liệu «${folder}» đã dùng với nhật ký nhúng; hãy dùng một thư mục dữ liệu khác (mục data)`,
    )
  if (known !== undefined && known !== identity)
    throw coded(
      'CONFIG_INVALID',
      `kafka: thư mục dữ liệu «${folder}» đã dùng với cụm và tiền tố «${known}», nay là «${identity}»: sửa mục kafka, hoặc dùng một thư mục dữ liệu khác (mục data)`,
    )
  mkdirSync(folder, { recursive: true })
  if (known === undefined) writeFileSync(fileOf(folder), identity, { flush: true })
}

/** The same for the embedded log. Throws `CONFIG_INVALID`. */
export const belongsToItself = (folder: string): void => {
  const known = belongingOf(folder)
  if (known !== undefined)
    throw coded(
      'CONFIG_INVALID',
      `thiếu mục kafka: thư mục dữ liệu «${folder}» đã dùng với Kafka «${known}»; hãy thêm lại mục kafka, hoặc dùng một thư mục dữ liệu khác (mục data)`,
    )
}

const belongingOf = (folder: string): string | undefined =>
  existsSync(fileOf(folder)) ? readFileSync(fileOf(folder), 'utf8') : undefined
