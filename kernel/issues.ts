import { z } from 'zod'

const KINDS: Readonly<Record<string, string>> = {
  string: 'một chuỗi chữ',
  number: 'một số',
  int: 'một số nguyên',
  boolean: 'true hoặc false',
  array: 'một danh sách',
  object: 'một nhóm «khóa: giá trị»',
  record: 'một nhóm «khóa: giá trị»',
}

const FORMATS: Readonly<Record<string, string>> = {
  url: 'cần một địa chỉ đầy đủ, như https://may.tinh.example:9443',
  date: 'cần ngày có thật, dạng 2026-03-01',
}

const rest = z.locales.vi().localeError

/**
 * What was expected at a place that does not have its form, as a Vietnamese clause without its place: for `z.config({ localeError })`, in the
 * stead of the library's own, which leaves types in English and limits as comparisons. What a schema itself says of a mistake goes before it.
 */
export const vietnamese: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = `cần ${KINDS[issue.expected] ?? issue.expected}`
      return issue.input === undefined ? `thiếu mục này; ${expected}` : expected
    }
    case 'invalid_value':
      return `cần ${issue.values.length > 1 ? 'một trong ' : ''}${issue.values.map(String).join(', ')}`
    case 'too_small':
      return least(issue.origin, issue.minimum, issue.inclusive ?? true)
    case 'too_big':
      return most(issue.origin, issue.maximum, issue.inclusive ?? true)
    case 'invalid_format':
      return FORMATS[issue.format] ?? rest(issue)
    case 'invalid_key':
      return 'tên của một mục ở đây không được chấp nhận (để trống hoặc quá dài)'
    case 'unrecognized_keys':
      return `không có mục nào tên ${issue.keys.map((key) => `«${key}»`).join(', ')}`
    default:
      return rest(issue)
  }
}

const least = (origin: string, bound: number | bigint, isIn: boolean): string => {
  if (origin === 'array' || origin === 'set') return `cần ít nhất ${bound} phần tử`
  if (origin === 'string') return bound === 1 ? 'không được để trống' : `cần ít nhất ${bound} ký tự`
  return isIn ? `cần số từ ${bound} trở lên` : `cần số lớn hơn ${bound}`
}

const most = (origin: string, bound: number | bigint, isIn: boolean): string => {
  if (origin === 'array' || origin === 'set') return `được nhiều nhất ${bound} phần tử`
  if (origin === 'string') return `được nhiều nhất ${bound} ký tự`
  return isIn ? `cần số không quá ${bound}` : `cần số nhỏ hơn ${bound}`
}
