import type { Alert, Level } from '../../kernel/alert.ts'
import { localClock, localDate, localWeekday, ms, sayDate, saySpan } from '../../kernel/time.ts'

/** Most serious first: the order in which people look. */
export const levelOrder: readonly Level[] = ['serious', 'high', 'medium', 'low']

export const levelName: Readonly<Record<Level, string>> = {
  serious: 'Nghiêm trọng',
  high: 'Cao',
  medium: 'Trung bình',
  low: 'Thấp',
}

export const standingName = { violation: 'Vi phạm', sign: 'Dấu hiệu cần xác minh' } as const

/** Whom or what an alert is about, the most telling name first. */
export const namesOf = ({ address, person, account, machine, device }: Alert['subject']): readonly string[] =>
  [address, person?.name, account, machine, device].flatMap((name) => name || [])

const numbers = new Intl.NumberFormat('vi-VN')

/** `1234` → `1.234`. */
export const number = (n: number): string => numbers.format(n)

const weekdays = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật']

export const minute = (at: number): string => localClock(at).slice(0, 5)
export const moment = (at: number): string => `${localClock(at)} ${sayDate(localDate(at))}`

/** `Hôm nay · Thứ Hai 06/07/2026`, in the calendar of Vietnam wherever the browser stands. */
export const dayName = (at: number, now: number): string => {
  const day = `${weekdays[localWeekday(at) - 1]} ${sayDate(localDate(at))}`
  const before = Math.round((Date.parse(localDate(now)) - Date.parse(localDate(at))) / 86_400_000)
  if (before === 0) return `Hôm nay · ${day}`
  return before === 1 ? `Hôm qua · ${day}` : day
}

/** `14:05:09 – 16:20:00 03/07/2026`, one moment when both are the same. */
export const period = (first: number, last: number): string => {
  if (first === last) return moment(first)
  return localDate(first) === localDate(last)
    ? `${localClock(first)} – ${moment(last)}`
    : `${moment(first)} – ${moment(last)}`
}

/** How long ago, roughly: `vừa xong`, `12 phút trước`. */
export const ago = (at: number, now: number): string => {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return 'vừa xong'
  if (minutes < 60) return `${minutes} phút trước`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} giờ trước`
  return `${number(Math.floor(minutes / 1_440))} ngày trước`
}

/** A value of a rule's policy or of what it counted: spans and yes/no in words, the rest as it is. */
export const value = (raw: string | number | boolean | readonly string[]): string => {
  if (typeof raw === 'number') return number(raw)
  if (typeof raw === 'boolean') return raw ? 'có' : 'không'
  if (typeof raw !== 'string') return raw.join(', ')
  return /^\d+[smhd]$/.test(raw) ? saySpan(ms(raw as `${number}s`)).vi : raw
}
