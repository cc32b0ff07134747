import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MappingKept } from '../../api/deps.ts'
import { writeDurably } from '../../ingest/durably.ts'
import { isMissing } from '../../kernel/errors.ts'
import { etagOf, nameFault } from './file.ts'
import type { Tried } from './protocol.ts'

/**
 * Why a mapping is not kept, as a Vietnamese sentence, in the order in which people mend it; undefined where nothing is wrong. `secret`: lines
 * of the sample that may not be kept; `constants`: how many constants of the rules were masked; `taken`: names that `config.yaml` gives.
 */
export const faultOf = (
  id: string,
  { faults, lines }: Tried,
  { secret, constants }: { readonly secret: readonly number[]; readonly constants: number },
  taken: ReadonlySet<string>,
): string | undefined => {
  const name = nameFault(id)
  if (name !== undefined) return name
  if (taken.has(id)) return `Nguồn «${id}» được khai trong config.yaml: hãy sửa ở đó, hoặc chọn mã khác.`
  const [fault] = faults
  if (fault) return `Bảng ánh xạ chưa đúng: ${[fault.path.join('.'), fault.message].filter(Boolean).join(': ')}`
  if (secret.length > 0)
    return `Dòng ${secret.join(', ')} của mẫu ghi độ mật thành một cột, nên không được lưu; hãy thay bằng dòng bịa không có độ mật.`
  if (constants > 0)
    return 'Quy tắc có giá trị chứa mật khẩu, khóa hoặc tiêu đề mật nên không được lưu; hãy bỏ phần ấy khỏi quy tắc.'
  if (!lines.some(({ event }) => event !== undefined && event.action !== 'other'))
    return 'Mẫu chưa có dòng nào thành hành động; kiểm thử cần ít nhất một dòng như vậy.'
  return undefined
}

type NotKept = Extract<MappingKept, { ok: false }>
export type Written = NotKept | { readonly ok: true; readonly file: string; readonly etag: string }

/** Writes the text of a mapping: as a whole or not at all, and only over the file whose `etag` is named, or over none. */
export const writeMapping = async (folder: string, id: string, text: string, etag: string | null): Promise<Written> => {
  const file = join(folder, `${id}.yaml`)
  try {
    const changed = changedSince(folder, id, etag)
    if (changed !== undefined) return { ok: false, why: 'changed', detail: changed }
    mkdirSync(folder, { recursive: true })
    await writeDurably(folder, `${id}.yaml`, text)
    return { ok: true, file, etag: etagOf(text) }
  } catch (error) {
    if (!isUnwritable(error)) throw error
    const detail = `Không ghi được vào ${folder} (${error.code}): không có quyền ghi, hoặc ổ đĩa đã đầy hay chỉ cho đọc. Hãy cấp quyền, hoặc đặt khóa «mappings» của config.yaml là một thư mục ghi được.`
    return { ok: false, why: 'unwritable', detail }
  }
}

/** Why what lies in the folder is not what was opened. */
const changedSince = (folder: string, id: string, etag: string | null): string | undefined => {
  // The other spelling of the ending is the same source.
  if (existsSync(join(folder, `${id}.yml`))) return `Đã có tệp ${id}.yml trong ${folder}; hãy xóa hoặc đổi tên tệp ấy.`
  const there = contentOf(join(folder, `${id}.yaml`))
  if (there !== undefined && etag === null) return `Đã có bảng «${id}»; hãy mở bảng ấy để sửa, hoặc chọn mã khác.`
  const isOpened = there === undefined ? etag === null : etagOf(there) === etag
  return isOpened ? undefined : `Bảng «${id}» đã bị thay đổi từ lúc mở; hãy mở lại rồi sửa tiếp.`
}

const contentOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const UNWRITABLE: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'EDQUOT'])
const isUnwritable = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && UNWRITABLE.has(error.code)
