import { coded } from '../../kernel/errors.ts'
import { DAY } from '../../kernel/time.ts'

/**
 * The moment that an option of the command line names, in Vietnam's time unless it names a zone; epoch ms. A day alone stands for its first
 * moment, or, as the end of a span, for its last. Throws `BAD_ARGUMENT`.
 */
export const instantOf = (text: string, option: 'from' | 'to'): number => {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const whole = isDay ? `${text}T00:00` : text
  const at = Date.parse(/T.*([zZ]|[+-]\d\d:?\d\d)$/.test(whole) ? whole : `${whole}+07:00`)
  if (Number.isNaN(at))
    throw coded(
      'BAD_ARGUMENT',
      `--${option}: cần ngày như 2026-03-01 hoặc thời điểm như 2026-03-01T22:40 (giờ Việt Nam), nhận «${text}»`,
    )
  return isDay && option === 'to' ? at + DAY - 1 : at
}
