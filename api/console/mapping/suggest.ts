import { fold } from '../../../kernel/fold.ts'
import type { MappingList } from '../../schemas-mappings.ts'

/** Headings that say what they hold in whatever words stand around it. */
const TELLING: readonly (readonly [RegExp, string])[] = [
  [/(^|[^\p{L}\p{N}])ip([^\p{L}\p{N}]|$)/iu, 'ip'],
  [/^(thời (gian|điểm)|ngày giờ|giờ ghi)/iu, 'time'],
  [/^(tài khoản|tên đăng nhập|người dùng|username)/iu, 'user'],
  [/^(hành động|thao tác|chức năng|loại sự kiện|sự kiện)/iu, 'action'],
  [/^(kết quả|trạng thái)/iu, 'result'],
]

/** The field that a heading most likely stands for: as a built-in mapping has it, else by a telling word; undefined where nothing tells. */
export const suggested = (heading: string, builtIn: MappingList['builtIn']): string | undefined => {
  const name = fold(heading)
  const fields = builtIn.flatMap(({ mapping }) =>
    Object.entries(mapping.columns).flatMap(([field, headings]) =>
      headings.some((one) => fold(one) === name) ? [field] : [],
    ),
  )
  // Where the built-in mappings are of several minds, none is offered.
  const [field] = fields
  if (field !== undefined && fields.every((one) => one === field)) return field
  return TELLING.find(([tells]) => tells.test(heading.normalize('NFC').trim()))?.[1]
}
